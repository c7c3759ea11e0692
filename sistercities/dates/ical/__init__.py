"""Calendar files (RFC 5545, RFC 7986) as pure functions: objects in, bytes out. Knows no model and no request."""
