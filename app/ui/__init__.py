"""All the Qt there is: screens, presenters, widgets and the theme. Must not import models, policy, vault or school."""
