"""Work that requests leave for later: tried again when it fails, taken up again when its worker dies."""
