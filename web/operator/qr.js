// A QR code of a text: bytes, error correction M, versions 1 to 10 (up to 213 bytes), after ISO/IEC 18004.

const counts = [[10, 1, 16], [16, 1, 28], [26, 1, 44], [18, 2, 32], [24, 2, 43], [16, 4, 27], [18, 4, 31], [22, 2, 38, 2], [22, 3, 36, 2], [26, 4, 43, 1]];
const centres = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

const [powers, logs] = [new Uint8Array(512), new Uint8Array(256)];
for (let i = 0, value = 1; i < 255; i += 1) {
  powers[i] = powers[i + 255] = value;
  logs[value] = i;
  value = (value << 1) ^ (value & 128 ? 0x11d : 0);
}
const times = (one, other) => (one && other ? powers[logs[one] + logs[other]] : 0);

function corrections(data, count) {
  let generator = [1];
  for (let i = 0; i < count; i += 1) {
    generator = [...generator, 0].map((value, at) => value ^ (at ? times(generator[at - 1], powers[i]) : 0));
  }
  const rest = [...data, ...new Array(count).fill(0)];
  for (let i = 0; i < data.length; i += 1) {
    const factor = rest[i];
    for (let j = 0; j <= count; j += 1) rest[i + j] ^= times(generator[j], factor);
  }
  return rest.slice(data.length);
}

function codewords(bytes, version) {
  const [ecc, blocks, length, longer = 0] = counts[version - 1];
  const capacity = blocks * length + longer * (length + 1);
  const bits = [];
  const put = (value, count) => {
    for (let bit = count - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1);
  };
  put(4, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, capacity * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  const data = [];
  for (let i = 0; i < bits.length; i += 8) data.push(parseInt(bits.slice(i, i + 8).join(""), 2));
  for (let i = 0; data.length < capacity; i += 1) data.push(i % 2 ? 0x11 : 0xec);
  const parts = [];
  for (let i = 0, start = 0; i < blocks + longer; i += 1) {
    const size = length + (i >= blocks ? 1 : 0);
    parts.push(data.slice(start, start + size));
    start += size;
  }
  const checks = parts.map((part) => corrections(part, ecc));
  const out = [];
  for (let i = 0; i <= length; i += 1) for (const part of parts) if (i < part.length) out.push(part[i]);
  for (let i = 0; i < ecc; i += 1) for (const check of checks) out.push(check[i]);
  return out;
}

function code(value, bits, generator, mask) {
  let rest = value << bits;
  for (let bit = 31 - Math.clz32(rest); rest >= 1 << bits; bit = 31 - Math.clz32(rest)) rest ^= generator << (bit - bits);
  return ((value << bits) | rest) ^ mask;
}

// Rows of booleans: true is dark.
export function qr(text) {
  const bytes = new TextEncoder().encode(text);
  const version = counts.findIndex(([, blocks, length, longer = 0], i) => blocks * length + longer * (length + 1) >= bytes.length + (i < 9 ? 2 : 3)) + 1;
  if (!version) throw new Error("too long for a code");
  const size = 17 + 4 * version;
  const [dark, fixed] = [0, 1].map(() => Array.from({ length: size }, () => new Array(size).fill(false)));
  const set = (x, y, isDark) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    dark[y][x] = isDark;
    fixed[y][x] = true;
  };
  for (let i = 0; i < size; i += 1) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) {
    for (let j = -4; j <= 4; j += 1) for (let i = -4; i <= 4; i += 1) {
      const ring = Math.max(Math.abs(i), Math.abs(j));
      set(x + i, y + j, ring !== 2 && ring !== 4);
    }
  }
  const lines = centres[version - 1];
  for (const y of lines) for (const x of lines) {
    const isCorner = (x === 6 && y === 6) || (x === 6 && y === size - 7) || (y === 6 && x === size - 7);
    if (isCorner) continue;
    for (let j = -2; j <= 2; j += 1) for (let i = -2; i <= 2; i += 1) set(x + i, y + j, Math.max(Math.abs(i), Math.abs(j)) !== 1);
  }
  const format = (mask) => {
    const value = code(mask, 10, 0x537, 0x5412);
    for (let i = 0; i < 15; i += 1) {
      const isDark = ((value >> i) & 1) === 1;
      if (i < 6) set(8, i, isDark);
      else if (i < 8) set(8, i + 1, isDark);
      else if (i === 8) set(7, 8, isDark);
      else set(14 - i, 8, isDark);
      if (i < 8) set(size - 1 - i, 8, isDark);
      else set(8, size - 15 + i, isDark);
    }
    set(8, size - 8, true);
  };
  format(0);
  if (version >= 7) {
    const value = code(version, 12, 0x1f25, 0);
    for (let i = 0; i < 18; i += 1) {
      const [near, far] = [Math.floor(i / 3), size - 11 + (i % 3)];
      set(near, far, ((value >> i) & 1) === 1);
      set(far, near, ((value >> i) & 1) === 1);
    }
  }
  const bits = codewords(bytes, version).flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => ((byte >> bit) & 1) === 1));
  let at = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    // Columns of two, up and down in turn; the one of the timing marks is passed over.
    const isUp = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const y = isUp ? size - 1 - step : step;
      for (const x of [right, right - 1]) if (!fixed[y][x]) dark[y][x] = bits[at++] ?? false;
    }
  }
  const masks = [
    (x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3, (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2,
    (x, y) => ((x * y) % 2) + ((x * y) % 3), (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
  ];
  // The mask whose rows and columns have the fewest long runs; any would be read.
  const turned = masks.map((mask) => dark.map((row, y) => row.map((isDark, x) => (fixed[y][x] ? isDark : isDark !== (mask(x, y) === 0)))));
  const best = turned.map(runs).reduce((best, count, i, all) => (count < all[best] ? i : best), 0);
  for (let y = 0; y < size; y += 1) for (let x = 0; x < size; x += 1) dark[y][x] = turned[best][y][x];
  format(best);
  return dark;
}

function runs(rows) {
  const long = (at) => {
    let [count, run, last] = [0, 0, undefined];
    for (let i = 0; i < rows.length; i += 1) {
      run = at(i) === last ? run + 1 : 1;
      last = at(i);
      if (run >= 5) count += run === 5 ? 3 : 1;
    }
    return count;
  };
  return rows.reduce((sum, row, i) => sum + long((x) => row[x]) + long((y) => rows[y][i]), 0);
}

// A drawing of it, with the white edge that readers need.
export function qrPicture(text, label) {
  const rows = qr(text);
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const size = rows.length + 8;
  for (const [key, value] of Object.entries({ viewBox: `0 0 ${size} ${size}`, class: "qr", role: "img", "aria-label": label, "shape-rendering": "crispEdges" })) {
    picture.setAttribute(key, value);
  }
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join(""));
  picture.append(path);
  return picture;
}
