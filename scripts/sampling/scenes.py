"""The twelve captures: who stands where, in which light, before what."""

from light import Light
from people import Who

# Friends: the same three guests in captures 1 to 4.
MIA = dict(skin="rose", hair="long", hairColour="chestnut", iris="green", lashes=True, lips="#c0454f", freckles=True, nails="#b8323f",
           outfit="dress", colours=("#1c6d68",), shadow="#8a5a4a")
LEO = dict(skin="olive", hair="short", hairColour="espresso", strong=True, beard="stubble", outfit="suit", colours=("#27304d", "#f7f4ee"), accent="#9c2f48")
ZOE = dict(skin="deep", hair="curly", hairColour="black", iris="dark", lashes=True, lips="#9a2a4a", nails="#d9a441", outfit="sequins", colours=("#c99a45",), shadow="#5b3a2a")

WARM = dict()
SOFT = dict(ambient=(0.36, 0.345, 0.335), keyPower=0.84)
NIGHT = dict(key=(-0.72, -0.42, 0.55), keyPower=0.72, keyColour=(1.0, 0.86, 0.68), fillPower=0.10, fillColour=(0.6, 0.75, 1.0),
             ambient=(0.085, 0.085, 0.105), rim=(0.8, -0.5), rimColour=(1.0, 0.66, 0.36), rimPower=2.6)
STUDIO = dict(ambient=(0.34, 0.35, 0.34), fillPower=0.34, rimColour=(0.93, 1.0, 0.92))


def who(seed, base=None, **looks):
    return lambda: Who(seed, **{**(base or {}), **looks})


# Each guest: (maker, x, y, scale): the middle of the head and half its width, in shares of the picture's height.
SCENES = [
    dict(backdrop="fringe", guests=[
        (who(11, MIA, mouth="laugh", roll=-6, right=(1.95, 1.7, "open", 14)), 0.36, 0.40, 0.118),
        (who(13, ZOE, mouth="smile", eyes="happy", roll=6, left=(-1.9, 1.6, "peace", -12)), 1.15, 0.42, 0.116),
        (who(12, LEO, mouth="smile", roll=2, worn=[("tophat", "#24242b")]), 0.76, 0.375, 0.122)]),
    dict(backdrop="fringe", guests=[
        (who(21, MIA, mouth="smile", roll=5, yaw=0.2, worn=[("hearts", "#d8344f")], left=(-1.75, 1.9, "thumb", -8)), 0.36, 0.42, 0.118),
        (who(23, ZOE, mouth="laugh", roll=-5, yaw=-0.15, right=(1.2, 2.5, "fist", 4), held=[("moustache", 1, (-0.04, 0.54), "#1d191b", None)]), 1.15, 0.40, 0.116),
        (who(22, LEO, mouth="wow", eyes="wide", browLift=0.10, roll=-3, left=(-1.5, 2.1, "open", -16), right=(1.5, 2.1, "open", 16)), 0.75, 0.39, 0.122)]),
    dict(backdrop="fringe", guests=[
        (who(32, LEO, mouth="laugh", eyes="happy", roll=-7, worn=[("hearts", "#e0a63a")], left=(-1.9, 1.3, "peace", -14)), 0.37, 0.37, 0.122),
        (who(31, MIA, mouth="kiss", eyes="wink", winks=1, roll=7, yaw=0.15, worn=[("tiara", "#e8c46a")]), 0.77, 0.44, 0.118),
        (who(33, ZOE, mouth="laugh", roll=4, right=(1.7, 1.4, "fist", 6), held=[("bubble", 1, (0.75, -1.75), "#a12b52", ("Love!", 6))]), 1.15, 0.43, 0.116)]),
    dict(backdrop="fringe", guests=[
        (who(41, MIA, mouth="laugh", eyes="happy", roll=-8, worn=[("cone", "#b93a5b")], left=(-1.7, 1.7, "fist", -8), held=[("flute", -1, (-1.72, 0.75), "#fff", -8)]), 0.36, 0.43, 0.118),
        (who(43, ZOE, mouth="laugh", roll=7, worn=[("shades", "#1b1b20")], right=(1.75, 1.7, "fist", 8), held=[("flute", 1, (1.77, 0.75), "#fff", 8)]), 1.16, 0.43, 0.116),
        (who(42, LEO, mouth="laugh", roll=1, worn=[("cone", "#2a7f86")], accent="#e0a63a", left=(-1.30, 3.35, "thumb", -6), right=(1.30, 3.35, "thumb", 6)), 0.76, 0.40, 0.122)]),
    dict(backdrop="flowers", light=SOFT, guests=[
        (who(51, None, skin="ivory", hair="short", hairColour="honey", strong=True, iris="blue", mouth="smile", roll=5, yaw=-0.12, outfit="suit", colours=("#5b6470", "#fbf8f2", "#4d5560"), accent="#c98f8a"), 0.97, 0.365, 0.128),
        (who(52, None, skin="rose", hair="bun", hairColour="blond", iris="hazel", lashes=True, lips="#c65a62", mouth="laugh", roll=-6, yaw=0.15, outfit="bride", colours=("#f8f3ea",), worn=[("veil", "#fff"), ("blossoms", "#e9a7a3")],
             left=(-0.55, 4.3, "fist", 20), right=(0.10, 4.35, "fist", -18), held=[("bouquet", 1, (-0.2, 3.45), "#e59a98", None)]), 0.56, 0.43, 0.120)]),
    dict(backdrop="balloons", guests=[
        (who(61, None, skin="brown", hair="crop", hairColour="black", strong=True, beard="full", iris="dark", mouth="laugh", roll=-4, outfit="shirt", colours=("#e8edf2", "#9fb4c8", "#6b4a35"), neckwear="bow", accent="#b8453a", left=(-1.75, 1.6, "open", -14)), 0.30, 0.39, 0.104),
        (who(64, None, skin="ivory", hair="bob", hairColour="auburn", iris="green", lashes=True, lips="#d0453f", mouth="smile", roll=5, freckles=True, outfit="dress", colours=("#2f3f73",), worn=[("stars", "#e7bd4f")], right=(1.65, 1.7, "peace", 12)), 1.21, 0.44, 0.102),
        (who(62, None, skin="honey", hair="straight", hairColour="black", iris="dark", lashes=True, lips="#c24a5a", mouth="laugh", eyes="happy", roll=4, outfit="top", colours=("#f1e4d2", "#c96a55"), worn=[("cone", "#e2a93f")]), 0.62, 0.45, 0.101),
        (who(63, None, skin="rose", hair="short", hairColour="blond", strong=True, iris="blue", mouth="wow", eyes="wide", browLift=0.1, roll=-3, worn=[("specs", "#2b2426")], outfit="shirt", colours=("#47705f",), neckwear="none", left=(-0.75, 4.75, "fist", 0), held=[("board", -1, (-0.55, 3.55), "#a8433a", ("Best night/ever!", -4))]), 0.92, 0.37, 0.105)]),
    dict(backdrop="drapes", portrait=True, orientation=6, light=SOFT, guests=[
        (who(72, None, skin="brown", hair="curly", hairColour="espresso", iris="brown", lashes=True, lips="#a03a4a", mouth="laugh", roll=-6, yaw=0.15, outfit="dress", colours=("#7b2d45",), worn=[("blossoms", "#f0c3a0")], left=(-1.0, 3.2, "fist", -10), held=[("flute", -1, (-1.02, 2.25), "#fff", -10)]), 0.235, 0.40, 0.098),
        (who(71, None, skin="ivory", hair="short", hairColour="auburn", strong=True, beard="full", iris="blue", mouth="smile", roll=5, yaw=-0.12, outfit="suit", colours=("#23403a", "#f8f5ee"), accent="#c98b3c", neckwear="tie"), 0.455, 0.335, 0.104)]),
    dict(backdrop="screen", light=STUDIO, warmth=0.3, blurred=0.004, guests=[
        (who(81, None, skin="honey", hair="loose", hairColour="brown", iris="hazel", lashes=True, lips="#c25560", mouth="laugh", roll=-5, outfit="top", colours=("#f4ede1", "#8c3b4f"), sleeves="long", right=(1.95, 1.5, "open", 14), left=(-1.75, 5.3, "rest", 180)), 0.75, 0.40, 0.135)]),
    dict(backdrop="evening", light=NIGHT, exposure=1.12, vignette=0.5, warmth=1.5, bloom=0.3, amount=5.4, settings=(1 / 60, 1.8, 1600, 50.0), guests=[
        (who(92, None, skin="honey", hair="short", hairColour="black", strong=True, iris="dark", mouth="smile", roll=4, yaw=-0.15, outfit="suit", colours=("#1d1f27", "#f2efe8", "#101116"), accent="#1a1a20"), 0.99, 0.385, 0.128),
        (who(91, None, skin="ivory", hair="pony", hairColour="blond", iris="blue", lashes=True, lips="#b43a48", mouth="laugh", eyes="happy", roll=-7, yaw=0.12, outfit="sequins", colours=("#8d2c43",), left=(-1.1, 2.9, "fist", -6), held=[("flute", -1, (-1.1, 1.95), "#fff", -6)]), 0.58, 0.44, 0.121)]),
    dict(backdrop="fans", portrait=True, orientation=8, guests=[
        (who(101, None, skin="deep", hair="crop", hairColour="black", strong=True, iris="dark", mouth="laugh", roll=4, outfit="suit", colours=("#c9a227", "#1f1d22", "#a8851a"), accent="#b5303c", worn=[("tophat", "#221f26"), ("specs", "#d9b25a")],
              left=(-1.45, 2.9, "thumb", -6), right=(1.0, 3.3, "fist", -4), held=[("moustache", 1, (0.0, 0.53), "#2a1a14", None)]), 0.335, 0.40, 0.128)]),
    dict(backdrop="shimmer", orientation=3, guests=[
        (who(111, None, skin="olive", hair="scarf", hairColour="espresso", scarf="#3f6f7a", iris="brown", lashes=True, lips="#b8525a", mouth="smile", roll=-5, yaw=0.12, outfit="top", colours=("#e9dfd0",), right=(1.75, 1.9, "fist", 4), held=[("bubble", 1, (1.15, -1.75), "#2f6f7a", ("Hello!", 6))]), 0.50, 0.42, 0.125),
        (who(112, None, skin="brown", hair="afro", hairColour="black", iris="dark", lashes=True, lips="#b03048", mouth="laugh", eyes="happy", roll=6, outfit="dress", colours=("#e0b13c",), nails="#b03048", right=(1.85, 1.8, "open", 16)), 1.06, 0.44, 0.118)]),
    dict(backdrop="greenery", light=SOFT, guests=[
        (who(121, None, skin="rose", hair="short", hairColour="silver", strong=True, iris="grey", mouth="smile", roll=-3, worn=[("specs", "#39404a")], outfit="suit", colours=("#4a5a49", "#f7f3ea"), accent="#d8b58c", neckwear="tie"), 0.33, 0.36, 0.118),
        (who(123, None, skin="rose", hair="bob", hairColour="silver", iris="blue", lashes=True, lips="#b65560", mouth="laugh", eyes="happy", roll=5, outfit="dress", colours=("#8fa3b8",), right=(1.7, 2.0, "open", 12)), 1.16, 0.43, 0.110),
        (who(122, None, skin="ivory", hair="pony", hairColour="honey", iris="green", lashes=True, lips="#d06a6f", freckles=True, mouth="laugh", roll=2, outfit="top", colours=("#e7b7a4",), worn=[("ears", "#f6efe6")], left=(-1.25, 2.9, "peace", -10), right=(1.25, 2.9, "peace", 10)), 0.745, 0.52, 0.104)]),
]


def lamp(scene):
    return Light(**scene.get("light", WARM))
