"""Pure rules and values. Must not import anything but the standard library, nor touch a clock, a file or a socket."""
