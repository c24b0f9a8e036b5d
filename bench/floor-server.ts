/**
 * The floor: what a class costs on Node when nothing is stored, nobody is authenticated and every line is written for
 * speed. Question → answer → acknowledgement → own result and top 5, by hand on `ws`.
 */
import { type WebSocket, WebSocketServer } from 'ws';

interface Player {
  socket: WebSocket;
  name: string;
  score: number;
  points: number;
  answered: boolean;
}

const choices = ['a', 'b', 'c', 'd'].map((letter) => `${letter}: ${'an answer to choose '.repeat(2)}`);
const prompt = 'What would you look at first? '.repeat(6);

const players: Player[] = [];
let round = -1;
let missing = 0;
let openedAt = 0;

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.env.PORT) });
server.on('connection', (socket, request) => {
  if (request.url === '/host') {
    socket.on('message', openRound);
    return;
  }
  const player = { socket, name: `Learner ${players.length}`, score: 0, points: 0, answered: false };
  players.push(player);
  socket.on('message', (data: Buffer) => take(player, data));
  socket.send(JSON.stringify({ type: 'welcome', players: players.length }));
});
server.on('listening', () => process.send?.('listening'));

function openRound(): void {
  round++;
  missing = players.length;
  openedAt = performance.now();
  const question = JSON.stringify({ type: 'question', round, prompt, choices, ms: 20_000 });
  for (const player of players) {
    player.answered = false;
    player.points = 0;
    player.socket.send(question);
  }
}

function take(player: Player, data: Buffer): void {
  const answer = JSON.parse(data.toString()) as { round: number; choices: number[] };
  if (answer.round !== round || player.answered) return;
  player.answered = true;
  if (answer.choices[0] === round % 4) {
    player.points = Math.round(1_000 * (1 - (performance.now() - openedAt) / 20_000 / 2));
    player.score += player.points;
  }
  player.socket.send(JSON.stringify({ type: 'saved', round }));
  if (--missing === 0) closeRound();
}

function closeRound(): void {
  const ranked = players.toSorted((a, b) => b.score - a.score);
  const top = ranked.slice(0, 5).map(({ name, score }) => ({ name, score }));
  for (const [i, { socket, points, score }] of ranked.entries()) {
    socket.send(
      JSON.stringify({ type: 'result', round, right: points > 0, points, score, rank: i + 1, top }),
    );
  }
}
