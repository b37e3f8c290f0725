"""A PostGIS of one's own for as long as it is needed: in a temporary folder, on a socket, with no network."""
import contextlib
import glob
import os
import shutil
import subprocess
import tempfile


def _binaries():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    return found[-1] if found and shutil.which("shp2pgsql") else None


def installed():
    return _binaries() is not None


@contextlib.contextmanager
def server():
    """Yields a function that runs SQL and returns its rows as lists of texts."""
    bin = _binaries()
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # the server refuses to run as root
    with tempfile.TemporaryDirectory() as folder:
        if as_owner:
            shutil.chown(folder, "postgres")

        def run(*command, **options):
            return subprocess.run([*as_owner, *command], check=True, capture_output=True, text=True, cwd="/", **options).stdout

        run(f"{bin}/initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "bench", "--no-sync")
        run(f"{bin}/pg_ctl", "-D", f"{folder}/data", "-o", f"-k {folder} -h '' -c fsync=off", "-l", f"{folder}/log", "-w", "start")
        try:
            def sql(text):
                out = run(f"{bin}/psql", "-h", folder, "-U", "bench", "-d", "postgres", "-qAtX", "-F", "\t",
                          "-v", "ON_ERROR_STOP=1", input=text)
                return [line.split("\t") for line in out.splitlines()]
            sql("CREATE EXTENSION postgis;")
            yield sql
        finally:
            run(f"{bin}/pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")


def load(sql, shapefile, table):
    """A shapefile in degrees as a table of geographies, with an index, warm."""
    text = subprocess.run(["shp2pgsql", "-G", "-I", "-s", "4326", shapefile, table], check=True, capture_output=True,
                          text=True).stdout
    sql(text)
    sql(f"VACUUM ANALYZE {table}; SELECT count(ST_Area(geog)) FROM {table};")
