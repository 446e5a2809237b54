"""All the Qt there is: screens, their presenters, shared widgets and the theme. Must not import models, policy, vault or school."""
