import type { Racer } from './course.ts';
import { letterOf } from './gates.ts';
import { drawShape } from './shapes.ts';

export interface Sight {
  racers: readonly Racer[];
  gates: {
    labels: readonly string[];
    lane: number | null;
    picked: readonly number[];
    /** 0: far away, 1: here. */
    nearness: number;
  } | null;
  /** Big letters over the road. */
  banner: string;
  podium: readonly Racer[] | null;
}

interface Stage {
  pen: CanvasRenderingContext2D;
  width: number;
  height: number;
  road: { left: number; width: number };
  colour(name: string): string;
}

const metresInSight = 180;

/**
 * Draws what `look` tells, from above: the own racer stays where it is, the road rolls by. With reduced motion nothing
 * rolls, and a picture is drawn only when something has happened (`refresh`).
 */
export function startScene(canvas: HTMLCanvasElement, look: () => Sight): { refresh(): void } {
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const shown = new Map<string, number>();
  let lane = 0;
  let before = performance.now();

  /** Part of the way from what is shown to what is so. */
  const glide = (from: number, to: number, seconds: number) =>
    still.matches || Math.abs(to - from) < 0.1 ? to : from + (to - from) * Math.min(1, 3 * seconds);

  const draw = () => {
    const now = performance.now();
    const seconds = (now - before) / 1_000;
    before = now;
    const sight = look();
    for (const { name, metres } of sight.racers)
      shown.set(name, glide(shown.get(name) ?? metres, metres, seconds));
    const count = sight.gates?.labels.length ?? 1;
    const aim = ((sight.gates?.lane ?? (count - 1) / 2) + 0.5) / count;
    lane = still.matches ? aim : lane + (aim - lane) * Math.min(1, 10 * seconds);
    drawSight(stageOf(canvas), sight, (one) => shown.get(one.name) ?? one.metres, lane, still.matches);
  };
  const roll = () => {
    draw();
    if (!still.matches) requestAnimationFrame(roll);
  };
  still.addEventListener('change', roll);
  addEventListener('resize', draw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  roll();
  return { refresh: () => still.matches && draw() };
}

/** Where on the canvas a finger was, as one of so many lanes; null beside the road. */
export function laneAt(canvas: HTMLCanvasElement, offsetX: number, lanes: number): number | null {
  const { left, width } = roadOn(canvas.clientWidth);
  const lane = Math.floor(((offsetX - left) / width) * lanes);
  return lane >= 0 && lane < lanes ? lane : null;
}

const roadOn = (width: number) => ({ left: 0.08 * width, width: 0.84 * width });

function stageOf(canvas: HTMLCanvasElement): Stage {
  const { clientWidth: width, clientHeight: height } = canvas;
  const density = devicePixelRatio;
  const [across, down] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== across || canvas.height !== down)
    Object.assign(canvas, { width: across, height: down });
  const pen = canvas.getContext('2d')!;
  pen.setTransform(density, 0, 0, density, 0, 0);
  const style = getComputedStyle(canvas);
  return { pen, width, height, road: roadOn(width), colour: (name) => style.getPropertyValue(`--${name}`) };
}

function drawSight(
  stage: Stage,
  sight: Sight,
  metresOf: (one: Racer) => number,
  lane: number,
  still: boolean,
): void {
  const { pen, height, width, road } = stage;
  const you = sight.racers.find(({ isYou }) => isYou);
  const here = you ? metresOf(you) : 0;
  const line = 0.76 * height;
  const heightOf = (metres: number) => line - ((metres - here) * height) / metresInSight;

  drawRoad(stage, here, heightOf);
  if (sight.podium) {
    drawPodium(stage, sight.podium);
    return;
  }
  pen.globalAlpha = sight.gates ? 0.35 : 1;
  const others = sight.racers.filter(({ isYou }) => !isYou);
  for (const [index, one] of others.entries()) {
    const x = road.left + (road.width * (index + 0.5)) / others.length;
    drawRacer(stage, one, x, Math.min(height - 34, Math.max(28, heightOf(metresOf(one)))));
  }
  pen.globalAlpha = 1;
  if (sight.gates) drawGates(stage, sight.gates, still ? 0.5 : sight.gates.nearness, line);
  if (you) drawRacer(stage, you, road.left + road.width * lane, line);
  if (sight.banner) {
    pen.fillStyle = stage.colour('ink');
    text(stage, sight.banner, width / 2, 0.2 * height, 28, width - 24);
  }
}

function drawRoad(
  { pen, width, height, road, colour }: Stage,
  here: number,
  heightOf: (m: number) => number,
): void {
  pen.fillStyle = colour('grass');
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = colour('tree');
  const first = Math.floor((here - metresInSight) / 12) * 12;
  for (let metres = first; metres < here + metresInSight; metres += 12) {
    const wild = Math.abs(Math.sin(metres * 12.9898)) % 1;
    const side = (metres / 12) % 2 === 0 ? 0.035 * width : 0.965 * width;
    pen.beginPath();
    pen.arc(side + (wild - 0.5) * 0.03 * width, heightOf(metres), 6 + 8 * wild, 0, 2 * Math.PI);
    pen.fill();
  }
  pen.fillStyle = colour('road');
  pen.fillRect(road.left, 0, road.width, height);
  pen.strokeStyle = colour('line');
  pen.lineWidth = 3;
  for (let metres = Math.max(0, Math.ceil(first / 25) * 25); metres < here + metresInSight; metres += 25) {
    pen.beginPath();
    pen.moveTo(road.left, heightOf(metres));
    pen.lineTo(road.left + road.width, heightOf(metres));
    pen.stroke();
    pen.fillStyle = colour('soft');
    pen.font = '12px system-ui, sans-serif';
    pen.textAlign = 'left';
    pen.fillText(`${metres} m`, road.left + 6, heightOf(metres) - 5);
  }
}

function drawGates(stage: Stage, gates: NonNullable<Sight['gates']>, nearness: number, line: number): void {
  const { pen, road, colour } = stage;
  const each = road.width / gates.labels.length;
  const tall = 56;
  const y = 16 + (line - tall - 70) * nearness;
  for (const [lane, label] of gates.labels.entries()) {
    const x = road.left + each * lane;
    const isPicked = gates.picked.includes(lane);
    pen.fillStyle = colour(isPicked ? 'act' : 'gate');
    pen.strokeStyle = colour(isPicked ? 'act' : 'edge');
    pen.lineWidth = lane === gates.lane ? 4 : 2;
    pen.beginPath();
    pen.roundRect(x + 4, y, each - 8, tall, 8);
    pen.fill();
    pen.stroke();
    for (const post of [x + 10, x + each - 10]) {
      pen.beginPath();
      pen.moveTo(post, y + tall);
      pen.lineTo(post, y + tall + 26);
      pen.stroke();
    }
    pen.fillStyle = colour(isPicked ? 'on-act' : 'ink');
    const hasRoom = each >= 90;
    text(stage, letterOf(lane), x + each / 2, y + (hasRoom ? 24 : 36), 20, each - 16);
    if (hasRoom) text(stage, label, x + each / 2, y + 45, 13, each - 20);
  }
}

function drawRacer(stage: Stage, { name, shape, isYou }: Racer, x: number, y: number): void {
  const { pen, colour } = stage;
  const size = isYou ? 22 : 15;
  pen.fillStyle = colour(isYou ? 'act' : 'edge');
  drawShape(pen, shape, x, y, size);
  pen.fillStyle = colour('on-act');
  for (const eye of [-0.28, 0.28]) {
    pen.beginPath();
    pen.arc(x + eye * size, y, size / 7, 0, 2 * Math.PI);
    pen.fill();
  }
  pen.fillStyle = colour('ink');
  text(stage, name, x, y + size + 15, 13, 120);
}

function drawPodium(stage: Stage, places: readonly Racer[]): void {
  const { pen, width, height, colour } = stage;
  const block = Math.min(120, width / 4);
  for (const [index, one] of places.slice(0, 3).entries()) {
    const x = width / 2 + [0, -1, 1][index]! * block;
    const tall = height * [0.42, 0.32, 0.24][index]!;
    pen.fillStyle = colour('gate');
    pen.strokeStyle = colour('edge');
    pen.lineWidth = 2;
    pen.beginPath();
    pen.roundRect(x - block / 2 + 3, height - tall, block - 6, tall + 10, 8);
    pen.fill();
    pen.stroke();
    pen.fillStyle = colour('ink');
    text(stage, String(one.rank ?? ''), x, height - tall + 34, 26, block);
    drawRacer(stage, one, x, height - tall - 48);
  }
}

/** Centred, on one line; what does not fit ends in dots. */
function text({ pen }: Stage, words: string, x: number, y: number, size: number, room: number): void {
  pen.font = `600 ${size}px system-ui, sans-serif`;
  pen.textAlign = 'center';
  let shown = words;
  while (shown.length > 1 && pen.measureText(shown).width > room) shown = `${shown.slice(0, -2).trimEnd()}…`;
  pen.fillText(shown, x, y);
}
