"""The site on this computer, with its demonstration content: what `make run` and `make dev` call.

usage: local.py run                     like in production, at http://127.0.0.1:PORT
       local.py dev                     with DEBUG and a server that restarts when the code changes
       local.py manage COMMAND …        a management command on the same data

Everything it makes is in var/ (or VAR_DIR): the key, the demonstration password, the database, pictures, static files.
What is there is kept: a second start changes nothing that somebody has changed.
"""

import hashlib
import os
import secrets
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
ACCOUNTS = {
    "author": "writes stories and submits them",
    "editor": "reviews, publishes, withdraws",
    "media": "looks after pictures and rights",
    "exporter": "reads and exports",
    "admin": "administers everything",
}


def kept_secret(name, make):
    """The secret in var/`name`, made once, readable by nobody else."""
    path = VAR / name
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make() + "\n")
    except FileExistsError:
        path.chmod(0o600)
    return path.read_text().strip()


def keep_secret(name, value):
    path = VAR / name
    partial = path.with_name(f"{name}.{os.getpid()}")
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(value + "\n")
    partial.replace(path)


def port():
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65536):
        sys.exit(f"PORT must be a number from 1 to 65535, not “{text}”.")
    return int(text)


def require_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            sys.exit(f"Port {port} is only for the system: choose another with `PORT=8001`.")
        except OSError:
            sys.exit(
                f"Port {port} is taken by another program: end that, or choose another port with `PORT={port + 1}`."
            )


def set_environment(*, debug):
    """This computer's configuration, whatever else the shell has set; only VAR_DIR, MEDIA_ROOT, DATABASE_URL count."""
    VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("SECRET_KEY_FALLBACKS", "TRUSTED_PROXIES", "HSTS_SUBDOMAINS"):
        os.environ.pop(name, None)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="sistercities.settings",
        DEBUG="1" if debug else "0",
        SECRET_KEY=kept_secret("secret_key", lambda: secrets.token_urlsafe(64)),
        ALLOWED_HOSTS="127.0.0.1,localhost",
        SITE_URL=f"http://127.0.0.1:{port()}",
        VAR_DIR=str(VAR),
    )


def collect_static_files():
    """Hashing and compressing takes seconds, so only when a file came, went or changed."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    state = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = os.stat(storage.path(name))
            state.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    stamp = VAR / "static.stamp"
    manifest = VAR / "static" / "staticfiles.json"
    if not (manifest.exists() and stamp.exists() and stamp.read_text() == state.hexdigest()):
        print("Hashing and compressing static files …", flush=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(state.hexdigest())


def prepare(*, debug):
    """Everything up to the server. Each step does only what is missing."""
    import django
    from django.core.management import call_command

    django.setup()
    print("Database …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("compilemessages", verbosity=0)
    if not debug:
        collect_static_files()
    password, previous = demonstration_password()
    print("Demonstration content …", flush=True)
    call_command("load_demo")
    logins = renew_passwords(password, previous)
    keep_secret("demo_password", password)
    return logins


def demonstration_password():
    """The password in use now, and the one that was in use before (or None). DEMO_PASSWORD wins over the kept one."""
    kept = VAR / "demo_password"
    previous = kept.read_text().strip() if kept.exists() else None
    password = os.environ.get("DEMO_PASSWORD") or previous or secrets.token_urlsafe(9)
    os.environ["DEMO_PASSWORD"] = password
    return password, previous


def renew_passwords(password, previous):
    """Gives `password` to the accounts that still have the previous one; a password that somebody chose is left alone.

    Returns a dict: account → the password to print, or None where it is not ours to know. Trying a password takes a
    good part of a second by design, so what fitted is remembered by its hash: var/demo_logins.
    """
    from django.contrib.auth import get_user_model

    known = set((VAR / "demo_logins").read_text().split()) if (VAR / "demo_logins").exists() else set()
    logins, fitting = {}, []
    for user in get_user_model().objects.filter(username__in=ACCOUNTS, is_active=True):
        if previous and previous != password and user.check_password(previous):
            user.set_password(password)
            user.save(update_fields=["password"])
        fingerprint = hashlib.sha256(f"{user.password}\0{password}".encode()).hexdigest()
        fits = fingerprint in known or user.check_password(password)
        logins[user.username] = password if fits else None
        fitting += [fingerprint] * fits
    keep_secret("demo_logins", "\n".join(fitting))
    return {account: logins[account] for account in ACCOUNTS if account in logins}


def announce(logins):
    address = os.environ["SITE_URL"]
    print(f"\n  The site     {address}/en/  and  {address}/de/\n  The desk     {address}/admin/\n")
    for account, password in logins.items():
        print(f"  {account:<12} {password or '(password was changed)':<22} {ACCOUNTS[account]}")
    print("\n  Ctrl-C stops it.\n", flush=True)


def serve(program, *arguments):
    del os.environ["DEMO_PASSWORD"]
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, program, *arguments])


def main(action, *arguments):
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management.base import CommandError

    debug = action == "dev"
    try:
        set_environment(debug=debug)
        if action == "manage":
            os.execv(sys.executable, [sys.executable, str(ROOT / "manage.py"), *arguments])
        require_free(port())
        announce(prepare(debug=debug))
    except (ImproperlyConfigured, CommandError, OSError) as error:
        sys.exit(f"The site was not started: {error}")
    address = f"127.0.0.1:{port()}"
    if debug:
        serve("manage.py", "runserver", address)
    serve("-m", "gunicorn", "--bind", address, "--log-level", "warning")


if __name__ == "__main__":
    if sys.argv[1:2] not in (["run"], ["dev"], ["manage"]):
        sys.exit(__doc__)
    main(*sys.argv[1:])
