"""Random numbers and samples that GoldenSample.swift makes again from the same recipe, bit for bit."""

MASK = (1 << 64) - 1


class Xoshiro256StarStar:
    def __init__(self, seed):
        self.state = []
        for _ in range(4):
            seed = (seed + 0x9E3779B97F4A7C15) & MASK
            mixed = seed
            mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
            mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
            self.state.append(mixed ^ (mixed >> 31))

    def next(self):
        a, b, c, d = self.state
        product = (b * 5) & MASK
        result = ((((product << 7) | (product >> 57)) & MASK) * 9) & MASK
        shifted = (b << 17) & MASK
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = ((d << 45) | (d >> 19)) & MASK
        self.state = [a, b, c, d]
        return result

    def uniform(self):
        return (self.next() >> 11) * 2.0**-53

    def below(self, bound):
        """As Swift draws it: D. Lemire, *Fast random integer generation in an interval*, 2019."""
        while True:
            product = self.next() * bound
            if (product & MASK) >= (1 << 64) % bound:
                return product >> 64


def draw(random, kind, scale, shift):
    """One value. Every operation is one that IEEE 754 fixes, so that both languages agree."""
    if kind == "u":
        return random.uniform() * scale + shift
    if kind == "n":
        total = 0
        for _ in range(4):
            total += random.next() >> 48
        return (total - 131070) / 37837.0 * scale + shift
    if kind == "i":
        return float(int(random.uniform() * scale)) + shift
    if kind == "z":
        return shift if random.uniform() < 0.75 else random.uniform() * scale
    if kind == "h":
        return scale / (random.uniform() + 1e-6) + shift
    if kind == "b":
        return (1.0 if random.uniform() < scale else 0.0) + shift
    raise ValueError(kind)


def sample(recipe):
    """`v:1,2,3` lists the values; `kind:seed:count:scale:shift` draws them."""
    kind, rest = recipe.split(":", 1)
    if kind == "v":
        return [float(x) for x in rest.split(",")]
    seed, count, scale, shift = rest.split(":")
    random = Xoshiro256StarStar(int(seed))
    return [draw(random, kind, float(scale), float(shift)) for _ in range(int(count))]
