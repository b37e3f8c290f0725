#!/usr/bin/env python3
"""What surrounds a run: full and read-only disks, limits, signals, closed streams, locale, time zone, umask, HOME, fonts.

Each case is a function; what it must see is an error and a code that is not 0 with nothing left behind, or the same
picture as ever.

usage: test_surroundings.py PROGRAM [CASE...]
"""
import contextlib
import hashlib
import os
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(sys.argv[1])
SANITIZED = b"__asan_init" in open(PROGRAM, "rb").read()
DRAW = ["render", "okhotsk", "--size", "320x240", "-o", "out.png"]
CASES = []
failures = []


def case(function):
    CASES.append(function)
    return function


def run(folder, line, shell=None, environment=None, **more):
    """Runs the program, or a shell's line in which "$@" stands for it."""
    command = [PROGRAM, *line] if shell is None else ["bash", "-c", shell, "bash", PROGRAM, *line]
    env = dict(os.environ, SOURCE_DATE_EPOCH="1600000000")
    for key, value in (environment or {}).items():
        env.pop(key, None)
        if value is not None:
            env[key] = value
    more.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=300, **more)


def expect(truth, what, done=None):
    if not truth:
        failures.append(f"{current}: {what}" + (f" (code {done.returncode}: {done.stderr.decode()[-300:]})" if done else ""))


def expect_error(done, folder, code=1, text=""):
    expect(done.returncode == code, f"code {code} wanted", done)
    expect(b"kurilmap: error: " in done.stderr and text.encode() in done.stderr, f"an error with '{text}' wanted", done)
    expect(os.listdir(folder) == [], f"left behind: {os.listdir(folder)}")


def picture(folder, **more):
    done = run(folder, DRAW, **more)
    path = os.path.join(folder, "out.png")
    data = open(path, "rb").read() if os.path.exists(path) else b""
    if data:
        os.unlink(path)
    return done, data


def can_unshare():
    return subprocess.run(["unshare", "--map-root-user", "--mount", "true"], capture_output=True).returncode == 0


@case
def a_full_disk(folder):
    if not can_unshare():
        return
    shell = ('mount -t tmpfs -o size=16k none disk && echo old > disk/$0; "$@"; c=$?; '
             'test "$(cat disk/$0)" = old || echo GONE; test "$(ls -A disk | wc -l)" = 1 || ls -A disk; exit $c')
    os.mkdir(os.path.join(folder, "disk"))
    for name in ("out.png", "out.pdf", "out.svg"):
        done = subprocess.run(["unshare", "--map-root-user", "--mount", "bash", "-c", shell, name, PROGRAM, "render",
                               "okhotsk", "--size", "640x480", "-o", f"disk/{name}"], cwd=folder, capture_output=True)
        expect(done.returncode == 1, f"{name}: code 1 wanted", done)
        expect(b"No space left" in done.stderr, f"{name}: the reason wanted", done)
        expect(done.stdout == b"", f"{name}: the older output must stand alone: {done.stdout}")
    os.rmdir(os.path.join(folder, "disk"))


@case
def a_limit_of_file_size(folder):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    expect_error(run(folder, DRAW, preexec_fn=limit), folder, text="File too large")


@case
def a_full_device(folder):
    for line in (["list", "views"], ["render", "okhotsk", "-o", "-"], ["check", "geodata:straits"],
                 ["distance", "45,147", "46,148"]):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, *line], cwd=folder, stdout=full, stderr=subprocess.PIPE)
        expect(done.returncode == 1 and b"kurilmap: error: cannot write" in done.stderr, f"{line}: code 1 wanted", done)


@case
def closed_streams(folder):
    expect_error(run(folder, ["list", "views"], '"$@" >&-'), folder, text="cannot write")
    done = run(folder, ["list", "views"], '"$@" 2>&- <&-')
    expect(done.returncode == 0 and b"okhotsk" in done.stdout, "a list wanted", done)
    done = run(folder, DRAW, '"$@" >&- 2>&- <&-')
    expect(done.returncode == 0 and open(os.path.join(folder, "out.png"), "rb").read(4) == b"\x89PNG", "a picture wanted")
    os.unlink(os.path.join(folder, "out.png"))


@case
def a_reader_that_goes_away(folder):
    done = run(folder, ["list", "places"], 'set -o pipefail; "$@" | head -1')
    expect(done.returncode in (0, 141) and done.stderr == b"", "silence wanted", done)


@case
def a_folder_that_cannot_be_written(folder):
    if os.getuid() == 0 and not shutil.which("setpriv"):
        return
    os.chmod(folder, 0o555)
    shell = '"$@"' if os.getuid() else 'setpriv --reuid=65534 --regid=65534 --clear-groups "$@"'
    done = run(folder, DRAW, shell, {"HOME": "/nonexistent"})
    os.chmod(folder, 0o755)
    expect_error(done, folder, text="cannot write")


@case
def few_file_descriptors(folder):
    for n in (3, 4, 5, 6, 7, 8, 9, 10, 12, 16):
        done = run(folder, DRAW, f'ulimit -n {n}; "$@"')
        left = os.listdir(folder)
        expect(n <= 3 or done.returncode in (0, 1), f"{n}: it is the machine's fault", done)
        expect(done.returncode != 0 or left == ["out.png"], f"{n}: a picture or an error wanted", done)
        expect(done.returncode == 0 or left == [], f"{n}: left behind: {left}", done)
        expect(n <= 3 or (b"warning" not in done.stderr and b"format" not in done.stderr), f"{n}: no file is at fault", done)
        for name in left:
            os.unlink(os.path.join(folder, name))


@case
def little_memory(folder):
    if SANITIZED:
        return
    for kilobytes in (150000, 250000, 350000):
        expect_error(run(folder, DRAW, f'ulimit -v {kilobytes}; "$@"'), folder, text="too few to draw")
    for kilobytes in (420000, 500000):
        done = run(folder, DRAW, f'ulimit -v {kilobytes}; "$@"')
        left = os.listdir(folder)
        expect((done.returncode == 0) == (left == ["out.png"]), f"{kilobytes}: a whole picture or none wanted", done)
        expect(done.returncode == 0 or b"kurilmap: error: " in done.stderr, f"{kilobytes}: a message wanted", done)
        for name in left:
            os.unlink(os.path.join(folder, name))


@case
def signals(folder):
    line = [PROGRAM, "render", "eurasia", "--projection", "auto", "--size", "4000x3000", "--dpi", "200", "-o", "out.png"]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGXCPU, signal.SIGALRM,
                   signal.SIGVTALRM, signal.SIGPROF, signal.SIGUSR1, signal.SIGUSR2, signal.SIGSYS, signal.SIGKILL):
        child = subprocess.Popen(line, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        child.stderr.readline()  # it says early which projection it takes
        child.send_signal(number)
        said = child.communicate()[1]
        expect(child.returncode == -number, f"{number.name}: its own code wanted, not {child.returncode}")
        expect(os.listdir(folder) == [], f"{number.name}: left behind: {os.listdir(folder)}")
        if number != signal.SIGKILL:
            expect(b"kurilmap: error: " in said, f"{number.name}: a message wanted: {said}")


@case
def signals_while_a_folder_is_made(folder):
    """A file geodatabase is some twenty files in a folder of their own, which waits beside its place."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        line = [PROGRAM, "buffer", "45,147", "12nmi", "-o", "a.gdb"]
        child = subprocess.Popen(line, cwd=folder, stderr=subprocess.DEVNULL)
        while not os.listdir(folder) and child.poll() is None:
            pass
        child.send_signal(number)
        child.wait()
        left = os.listdir(folder)
        expect(left in ([], ["a.gdb"]), f"{number.name}: left behind: {left}")
        files = os.listdir(os.path.join(folder, "a.gdb")) if left == ["a.gdb"] else []
        expect(left != ["a.gdb"] or "gdb" in files and "timestamps" in files, f"{number.name}: not whole: {files}")
        for name in left:
            shutil.rmtree(os.path.join(folder, name))


@case
def a_batch_that_is_stopped_and_goes_on(folder):
    """SIGSTOP and SIGCONT of the whole group, and a worker that is stopped for good, which is over its time."""
    with open(os.path.join(folder, "r.yaml"), "w") as f:
        f.write("maps: [{view: okhotsk, size: 900x700, name: a}, {view: iturup, size: 900x700, name: b}]\n")
    for forever in (False, True):
        child = subprocess.Popen([PROGRAM, "batch", "r.yaml", "-j", "1", "-o", "figures", "--timeout", "20" if forever else "300"],
                                 cwd=folder, stderr=subprocess.PIPE)
        workers = []
        for _ in range(500):
            time.sleep(0.02)
            with open(f"/proc/{child.pid}/task/{child.pid}/children") as f:
                workers = [int(w) for w in f.read().split()]
            if workers or child.poll() is not None:
                break
        for number in workers + ([] if forever else [child.pid]):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGSTOP)
        time.sleep(0.3)
        for number in [] if forever else workers + [child.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGCONT)
        said = child.communicate(timeout=250)[1]
        expect(child.returncode == 0 or (forever and b"took more than" in said), f"the batch ends: {said}")
        figures = os.path.join(folder, "figures")  # not there when it was the reader of the report that stood
        expect(all(n.endswith((".png", ".json")) or n == "records" for n in (os.listdir(figures) if os.path.isdir(figures) else [])),
               "nothing stray")
        shutil.rmtree(figures, ignore_errors=True)


@case
def locale_and_time_zone_change_nothing(folder):
    _, usual = picture(folder)
    for environment in ({"TZ": "Asia/Kamchatka"}, {"TZ": "nonsense"}, {"LC_ALL": "C"}, {"LC_ALL": "ru_RU.UTF-8"},
                        {"LC_ALL": "de_DE.UTF-8", "LANG": "ja_JP.UTF-8"}, {"LC_ALL": "no_SUCH"}, {"LANGUAGE": "ja"}):
        done, data = picture(folder, environment=environment)
        expect(data == usual and usual, f"{environment}: the same picture wanted", done)


@case
def no_proc(folder):
    """A file without a name gets its place by way of /proc: without it, it has a name from the start."""
    if not can_unshare():
        return
    done = subprocess.run(["unshare", "--map-root-user", "--mount", "bash", "-c", 'mount -t tmpfs none /proc; exec "$@"',
                           "bash", PROGRAM, "distance", "45,147", "46,148", "--format", "csv", "-o", "out.csv"],
                          cwd=folder, capture_output=True)
    leaks_unknown = b"LeakSanitizer has encountered a fatal error" in done.stderr  # it has no eyes but /proc
    expect((done.returncode == 0 or leaks_unknown) and os.listdir(folder) == ["out.csv"], "a table wanted", done)
    os.unlink(os.path.join(folder, "out.csv"))


@case
def limits_are_errors_that_name_their_option(folder):
    """Each limit stops what goes beyond it, and lets it pass when it is raised."""
    inputs = {"five.csv": "name,lon,lat\n" + "".join(f"n{i},{145 + i},45\n" for i in range(5)),
              "map.yaml": "view: okhotsk\nsize: 320x240\n",
              "deep.yaml": "view: okhotsk\nsize: 320x240\ntitle: {en: a}\n",
              "rings.yaml": "view: okhotsk\nsize: 320x240\nring: ['iturup:100km', 'urup:100km,200km']\n",
              "alias.yaml": "size: &s 320x240\nview: okhotsk\ntitle: {en: *s, ja: *s}\n",
              "icons.json": '{"version": 8, "sprite": "icons", "sources": {"a": {"type": "geojson", "data": {"type": "Point", "coordinates": '
                            '[147, 45]}}}, "layers": [{"id": "i", "type": "symbol", "source": "a", "layout": '
                            '{"icon-image": "use"}}]}',
              "icons/use.svg": '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" '
                         'height="20"><rect id="r" width="9" height="9"/><use xlink:href="#r" x="9"/>'
                         '<use xlink:href="#r" y="9"/></svg>',
              "a.gml": '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><a><p>'
                       '<gml:Point srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>45 147</gml:pos></gml:Point></p></a>'
                       '</gml:featureMember></gml:FeatureCollection>'}
    with tempfile.TemporaryDirectory() as sources:
        os.mkdir(os.path.join(sources, "icons"))
        for name, text in inputs.items():
            with open(os.path.join(sources, name), "w") as f:
                f.write(text)
        small = ["render", "okhotsk", "--size", "320x240", "-o", "out.png"]
        cases = (("page", 300, small), ("side", 300, small), ("pixels", 70000, small),
                 ("document", 20, ["render", "map.yaml", "-o", "out.png"]),
                 ("values", 2, ["render", "map.yaml", "-o", "out.png"]),
                 ("depth", 1, ["render", "deep.yaml", "-o", "out.png"]),
                 ("aliases", 1, ["render", "alias.yaml", "-o", "out.png"]),
                 ("entries", 1, ["render", "rings.yaml", "-o", "out.png"]),
                 ("features", 4, ["distance", "45,150", "five.csv", "--format", "csv", "-o", "out.csv"]),
                 ("features", 4, ["buffer", "five.csv", "1km", "--each", "-o", "out.geojson"]),
                 ("features", 4, [*small, "--points", "five.csv"]),
                 ("names", 4, [*small, "--points", "five.csv"]),
                 ("unpacked", 100, ["check", "a.gml"]),
                 ("icon", 50, ["render", "--style", "icons.json", *small[2:]]),
                 ("icon-side", 10, ["render", "--style", "icons.json", *small[2:]]),
                 ("icon-parts", 4, ["render", "--style", "icons.json", *small[2:]]))
        before = set(os.listdir(sources))
        for name, value, line in cases:
            done = run(sources, [*line, "--allow-limit", f"{name}={value}"])
            expect(f"--allow-limit {name}=N" in done.stderr.decode(), f"{name}: the option wanted: {line}", done)
            if not name.startswith("icon"):  # a picture without an icon is drawn, with a warning
                wanted = 2 if name in ("page", "side", "pixels") else 3  # where the command line itself asks for it
                expect(done.returncode == wanted, f"{name}: code {wanted} wanted: {line}", done)
                expect(set(os.listdir(sources)) == before, f"{name}: left behind: {os.listdir(sources)}")
            done = run(sources, [*line, "--allow-limit", f"{name}=100000000" if name not in ("depth", "page", "side", "entries") and
                                 not name.startswith("icon-") else f"{name}=400"])
            expect(done.returncode == 0 and b"--allow-limit" not in done.stderr, f"{name}: no limit wanted: {line}", done)
            for left in set(os.listdir(sources)) - before:
                os.unlink(os.path.join(sources, left))


@case
def the_umask_is_kept(folder):
    for mask, mode in ((0o022, 0o644), (0o077, 0o600), (0o002, 0o664)):
        run(folder, DRAW, f'umask {mask:o}; "$@"')
        path = os.path.join(folder, "out.png")
        expect(stat.S_IMODE(os.stat(path).st_mode) == mode, f"{mask:o}: mode {mode:o} wanted")
        os.unlink(path)


@case
def no_home(folder):
    _, usual = picture(folder)
    nowhere = {"XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None, "XDG_DATA_HOME": None}
    for home in (None, "", "/nonexistent", "/dev/null"):
        done, data = picture(folder, environment={"HOME": home, **nowhere})
        expect(data == usual and b"warning" not in done.stderr, f"HOME={home}: the same picture wanted", done)


def fonts(folder, text):
    path = os.path.join(folder, "fonts.conf")
    with open(path, "w") as f:
        f.write(f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>{text}</fontconfig>')
    return path


@case
def no_cache_of_fonts(folder):
    with tempfile.TemporaryDirectory() as elsewhere:
        conf = fonts(elsewhere, "<dir>/usr/share/fonts</dir><cachedir>/nonexistent/cache</cachedir>")
        done, data = picture(folder, environment={"FONTCONFIG_FILE": conf})
        expect(done.returncode == 0 and data, "a picture wanted", done)
        lines = [l for l in done.stderr.decode().splitlines() if not l.startswith(("kurilmap: ", "Fontconfig error: No writable"))]
        expect(lines == [], f"stray lines: {lines}")


@case
def no_fonts_at_all(folder):
    with tempfile.TemporaryDirectory() as elsewhere:
        conf = fonts(elsewhere, f"<dir>{elsewhere}</dir><cachedir>{elsewhere}</cachedir>")
        for line in (DRAW, ["render", "okhotsk", "--size", "320x240", "-o", "out.pdf"]):
            done = run(folder, line, environment={"FONTCONFIG_FILE": conf})
            expect_error(done, folder, text="no fonts")


@case
def names_of_every_kind(folder):
    """B39."""
    source = ("name,lon,lat\na,147,45\nb,148,44\n").encode()
    for name in ("地図 択捉", "карта Итуруп", "a #1?x=y&z", "e\u0301 combining", "per%20cent %s %n", "-leading", "q'\"`$x"):
        inner = os.path.join(folder, name)
        os.mkdir(inner)
        with open(os.path.join(inner, f"{name}.csv"), "wb") as f:
            f.write(source)
        done = run(folder, ["render", "okhotsk", "--size", "320x240", "--data", f"./{name}/{name}.csv", "-o",
                            f"./{name}/{name}.png"])
        expect(done.returncode == 0 and os.path.exists(os.path.join(inner, f"{name}.png")), f"{name}: a picture wanted", done)
        done = run(folder, ["check", f"./{name}/no such {name}.csv"])
        expect(done.returncode == 3 and f"no such {name}.csv".encode() in done.stderr, f"{name}: echoed", done)
        shutil.rmtree(inner)


def square(folder, name):
    """A dataset of one polygon, by the program itself."""
    done = run(folder, ["buffer", "45.04,147.63", "12nmi", "-o", name])
    expect(done.returncode == 0, f"{name} wanted", done)


def state(folder):
    """Names and contents of all that is in a folder."""
    return {n: hashlib.sha256(open(os.path.join(folder, n), "rb").read()).hexdigest() for n in os.listdir(folder)}


@case
def inputs_in_a_folder_that_cannot_be_written(folder):
    """B38: read as they are, in WAL mode too, with no file beside them and not a byte changed."""
    with tempfile.TemporaryDirectory() as inputs:
        for name in ("a.gpkg", "wal.gpkg", "a.shp", "a.geojson"):
            square(inputs, name)
        link = sqlite3.connect(os.path.join(inputs, "wal.gpkg"))
        link.execute("PRAGMA journal_mode=WAL")
        link.execute("PRAGMA wal_autocheckpoint=0")
        link.execute("CREATE TABLE later (a)")
        link.commit()  # and the connection stays open: the change is in the -wal file only
        before = state(inputs)
        for writable in (False, True):
            os.chmod(inputs, 0o755 if writable else 0o555)
            for name in ("a.gpkg", "wal.gpkg", "a.shp", "a.geojson"):
                done = run(folder, ["check", os.path.join(inputs, name)])
                expect(done.returncode == 0 and b"1 used" in done.stdout, f"{name}: read", done)
                if name == "wal.gpkg":
                    expect(b"-wal" in done.stderr, "the journal that is not read is told", done)
        os.chmod(inputs, 0o755)
        expect(state(inputs) == before, "nothing changed beside or in the inputs")
        link.close()


@case
def names_of_fields_cut_within_a_character(folder):
    """B25: eleven bytes hold three characters of Japanese and a torn one; the rest names the field."""
    square(folder, "a.shp")
    path = os.path.join(folder, "a.dbf")
    table = bytearray(open(path, "rb").read())
    table[32:43] = "択捉島島".encode()[:10] + b"\0"
    open(path, "wb").write(table)
    open(os.path.join(folder, "a.cpg"), "w").write("UTF-8")
    done = run(folder, ["check", "a.shp"])
    expect(done.returncode == 0 and "択捉島 (text)".encode() in done.stdout, "the name up to the torn character", done)
    done = run(folder, ["check", "a.shp?where=択捉島 IS NOT NULL"])
    expect(done.returncode == 0 and b"1 used" in done.stdout, "a condition by that name", done)


@case
def well_formed_rings_are_not_talked_about(folder):
    """B32: several outer rings and holes, wound as the shapefile's paper asks."""
    ring = "[[147,44],[149,44],[149,46],[147,46],[147,44]]"
    hole = "[[147.5,44.5],[147.5,45],[148,45],[148,44.5],[147.5,44.5]]"
    other = "[[150,44],[151,44],[151,45],[150,44]]"
    with open(os.path.join(folder, "a.geojson"), "w") as f:
        f.write(f'{{"type":"MultiPolygon","coordinates":[[{ring},{hole}],[{other}]]}}')
    done = run(folder, ["check", "a.geojson"])
    expect(done.returncode == 0 and done.stderr == b"" and b"0 repaired" in done.stdout, "silence wanted", done)


@case
def numbers_have_points_in_every_locale(folder):
    """B46: in SVG, JSON, CSV and GeoJSON, where the locale writes a comma."""
    for locale in ("de_DE.UTF-8", "ru_RU.UTF-8"):
        for line in (["distance", "45.04,147.63", "45.5,148", "--format", "csv"],
                     ["distance", "45.04,147.63", "45.5,148", "--format", "json"],
                     ["buffer", "45.04,147.63", "1.5km", "-o", "-"],
                     ["render", "iturup", "--size", "320x240", "-o", "-", "--format", "svg"]):
            usual = run(folder, line, environment={"LC_ALL": "C.UTF-8"})
            there = run(folder, line, environment={"LC_ALL": locale})
            expect(usual.stdout == there.stdout and usual.stdout and there.returncode == 0, f"{locale}: {line}", there)


def main():
    global current
    for function in [c for c in CASES if len(sys.argv) < 3 or c.__name__ in sys.argv[2:]]:
        current = function.__name__
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o777)
            function(folder)
    print(*failures, sep="\n")
    print(f"{len(CASES)} cases, {len(failures)} failures")
    return 1 if failures else 0


current = ""
sys.exit(main())
