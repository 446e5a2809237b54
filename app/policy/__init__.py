"""Policy packs: schema, loading, combining and evaluating. Must not import anything but domain."""
