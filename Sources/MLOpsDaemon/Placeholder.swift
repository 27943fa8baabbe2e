enum PlaceholderMLOpsDaemon {}
