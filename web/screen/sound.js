// Four short sounds, made here out of waves and noise: tick, shutter, ready, thanks.

let context;
let isOn = false;

export function allow(isAllowed) {
  isOn = isAllowed;
}

function tone(at, pitch, length, loudness, shape = "sine") {
  const [wave, gain] = [context.createOscillator(), context.createGain()];
  wave.type = shape;
  wave.frequency.value = pitch;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + 0.006);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + length);
  wave.connect(gain).connect(context.destination);
  wave.start(at);
  wave.stop(at + length + 0.02);
}

// A curtain that opens and closes: noise through a narrow band.
function click(at, pitch, length, loudness) {
  const noise = context.createBuffer(1, Math.ceil(context.sampleRate * length), context.sampleRate);
  const samples = noise.getChannelData(0);
  for (let i = 0; i < samples.length; i += 1) samples[i] = (Math.random() * 2 - 1) * (1 - i / samples.length) ** 3;
  const [source, band, gain] = [context.createBufferSource(), context.createBiquadFilter(), context.createGain()];
  source.buffer = noise;
  band.type = "bandpass";
  band.frequency.value = pitch;
  gain.gain.value = loudness;
  source.connect(band).connect(gain).connect(context.destination);
  source.start(at);
}

const sounds = {
  tick: (at, { isLast }) => tone(at, isLast ? 1046.5 : 698.5, isLast ? 0.22 : 0.12, 0.22, "triangle"),
  shutter: (at) => [[0, 2400], [0.07, 1700]].forEach(([delay, pitch]) => click(at + delay, pitch, 0.06, 0.8)),
  ready: (at) => [[0, 659.3], [0.11, 987.8]].forEach(([delay, pitch]) => tone(at + delay, pitch, 0.5, 0.16)),
  thanks: (at) => [523.3, 659.3, 784, 1046.5].forEach((pitch, i) => tone(at + i * 0.12, pitch, 0.8, 0.14)),
};

//     play("tick", { isLast: true })
export function play(name, options = {}) {
  if (!isOn) return;
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") context.resume();
    sounds[name](context.currentTime + 0.005, options);
  } catch {
    // A booth without a sound card takes pictures all the same.
  }
}
