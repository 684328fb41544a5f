"""Exit 1 with advice when an address is taken; the server itself would share it with whoever has it."""

import socket
import sys

host, port = sys.argv[1], sys.argv[2]
try:
    socket.create_server((host, int(port)), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
except (OSError, ValueError, OverflowError) as error:
    sys.exit(f"The magazine cannot listen on {host}, port {port}: {error}. Another port: make run PORT=9000")
