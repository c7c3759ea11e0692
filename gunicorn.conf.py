"""How gunicorn serves the site; it reads this file by itself. Everything can be overridden on its command line."""

import os
import signal

wsgi_app = "sistercities.wsgi"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
# Browsers open connections ahead of time and leave them idle: a thread waits for each, a sync worker would stand still.
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or 4)
# The settings are read once, before the first worker: a refused configuration ends the start with its one sentence.
preload_app = True
timeout = 30
graceful_timeout = 30
keepalive = 5
limit_request_line = 8190  # the site answers 414 itself below that
# No access log: it would hold visitors' addresses and preview links.
accesslog = None
# Forwarded headers are judged in one place, `sistercities.middleware.TrustedProxies`.
forwarded_allow_ips = ""
control_socket_disable = True


def when_ready(server):
    """Ctrl-C ends the way a service manager's SIGTERM does: running requests are finished first (promise 50)."""
    signal.signal(signal.SIGINT, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


def post_worker_init(worker):
    """A terminal sends Ctrl-C to the workers, too; they wait for the master's word."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
