"""Reading without a connection, and the magazine among a device's own programs."""
