"""Reads what `gmt coast -M` dumps and joins its pieces into rings.

GSHHG is stored in bins; a shore that leaves its bin ends there and goes on in the next. A piece that ends where another
starts is its forerunner, and every end has exactly one. Land lies on the left, so shells run counter-clockwise.
"""
from shapely.geometry import Polygon

from common import valid


def pieces(path):
    """Point lists of the dump, rounded to 1e-6 degree (0.1 m), the precision at which ends meet."""
    out, piece = [], []
    with open(path, encoding="ascii") as dump:
        for line in dump:
            if line[0] == ">":
                piece = []
                out.append(piece)
            elif line[0] != "#":
                x, y = line.split()
                piece.append((round(float(x), 6), round(float(y), 6)))
    return [p for p in out if len(p) > 1]


def _key(point):
    """Where pieces meet: a meridian is one line, whichever way round it is written."""
    return (round((point[0] + 180.0) % 360.0 - 180.0, 6), point[1])


def rings(all_pieces):
    """(closed rings, open chains). Rings run on over the antimeridian without a jump: longitudes may pass 180.

    The one ring that goes round a pole (Antarctica) is closed along the pole. Chains are pieces whose ends lie on the
    frame of the cut.
    """
    closed = [p for p in all_pieces if p[0] == p[-1] and len(p) > 3]
    rest = [p for p in all_pieces if p[0] != p[-1]]
    by_start = {}
    for piece in rest:
        if by_start.setdefault(_key(piece[0]), piece) is not piece:
            raise ValueError(f"two pieces start at {piece[0]}")
    followers = {_key(p[-1]) for p in rest}
    heads = [p for p in rest if _key(p[0]) not in followers]
    chains = []
    used = set()

    def follow(piece):
        chain = []
        while piece is not None and id(piece) not in used:
            used.add(id(piece))
            shift = round((chain[-1][0] - piece[0][0]) / 360.0) * 360.0 if chain else 0.0
            moved = [(round(x + shift, 6), y) for x, y in piece]
            chain.extend(moved[1:] if chain else moved)
            piece = by_start.get(_key(chain[-1]))
        return chain

    for head in heads:
        chains.append(follow(head))
    for piece in rest:
        if id(piece) not in used:
            ring = follow(piece)
            closed.append(_closed_at_pole(ring) if abs(ring[-1][0] - ring[0][0]) > 180.0 else ring)
    return closed, chains


def chains(all_pieces):
    """Pieces of lines (rivers) joined where one ends and exactly one other starts."""
    starts, ends = {}, {}
    for piece in all_pieces:
        starts.setdefault(piece[0], []).append(piece)
        ends.setdefault(piece[-1], []).append(piece)
    out, used = [], set()

    def single(point):
        return len(starts.get(point, ())) == 1 and len(ends.get(point, ())) == 1

    for piece in sorted(all_pieces, key=lambda p: single(p[0])):  # first those that nothing leads into
        chain = []
        while piece is not None and id(piece) not in used:
            used.add(id(piece))
            chain += piece[1:] if chain else piece
            piece = starts[chain[-1]][0] if single(chain[-1]) else None
        if len(chain) > 1:
            out.append(chain)
    return out


def _closed_at_pole(ring):
    """A ring that goes round a pole, cut at the antimeridian and led along the pole, in -180..180."""
    cut = next(i for i, p in enumerate(ring) if _key(p)[0] == -180.0)
    turned = ring[cut:] + [(x + ring[-1][0] - ring[0][0], y) for x, y in ring[1:cut + 1]]
    shift = (180.0 if turned[-1][0] < turned[0][0] else -180.0) - turned[0][0]
    turned = [(round(x + shift, 6), y) for x, y in turned]
    pole = -90.0 if turned[0][1] < 0 else 90.0
    return turned + [(turned[-1][0], pole), (turned[0][0], pole)]


def land(path):
    """Valid polygons of a dump whose chains all close, in the order of the dump. Chains on the frame are left out."""
    closed, _ = rings(pieces(path))
    return [valid(Polygon(r)) for r in closed if len(r) > 3]


def framed_land(path, frame):
    """Valid polygons of a regional dump; chains are closed by walking the frame counter-clockwise to the next start."""
    west, south, east, north = frame
    # gmt writes -179 for the meridian 181
    closed, chains = rings([[(round(x + 360.0, 6) if x < west else x, y) for x, y in p] for p in pieces(path)])
    width, height = east - west, north - south
    corners = [(west, south), (east, south), (east, north), (west, north)]

    def along(point):
        x, y = point
        if y == south:
            return x - west
        if x == east:
            return width + y - south
        if y == north:
            return width + height + east - x
        if x == west:
            return 2 * width + height + north - y
        raise ValueError(f"a shore ends at {point}, off the frame")

    corner_at = [0.0, width, width + height, 2 * width + height]
    total = 2 * (width + height)
    starts = {along(c[0]): i for i, c in enumerate(chains)}
    done = set()
    for first in range(len(chains)):
        if first in done:
            continue
        ring, current = [], first
        while current not in done:
            done.add(current)
            ring += chains[current]
            here = along(ring[-1])
            gap, current = min(((s - here) % total, i) for s, i in starts.items())
            ring += [corners[i] for d, i in sorted(((c - here) % total, i) for i, c in enumerate(corner_at)) if d < gap]
        if current != first:
            raise ValueError("the chains on the frame do not close")
        closed.append(ring)
    return [valid(Polygon(r)) for r in closed if len(r) > 3]
