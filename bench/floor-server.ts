/**
 * The floor: what a class costs on Node when nothing is stored, nobody is authenticated and every line is written for
 * speed. Question → answer → acknowledgement → own result and top 5, by hand on `ws`. A path is a room.
 */
import { type WebSocket, WebSocketServer } from 'ws';
import { type Answer, ClassWork, type Player } from './class-work.ts';

interface Connected extends Player {
  socket: WebSocket;
}
type Room = ClassWork<Connected>;

const rooms = new Map<string, Room>();

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.env.PORT) });
server.on('connection', (socket, request) => {
  const [, name = '', role] = request.url!.split('/');
  const room = rooms.get(name) ?? new ClassWork<Connected>();
  rooms.set(name, room);
  if (role === 'host') {
    socket.on('message', () => openRound(room));
    return;
  }
  const { players } = room;
  const player = { socket, name: `Learner ${players.length}`, score: 0, points: 0, answered: false };
  players.push(player);
  socket.on('message', (data: Buffer) => take(room, player, data));
  socket.send(JSON.stringify({ type: 'welcome', players: players.length }));
});

function openRound(room: Room): void {
  const question = JSON.stringify({ type: 'question', ...room.open() });
  for (const { socket } of room.players) socket.send(question);
}

function take(room: Room, player: Connected, data: Buffer): void {
  if (!room.takes(player, JSON.parse(data.toString()) as Answer)) return;
  player.socket.send(JSON.stringify({ type: 'saved', round: room.round }));
  if (!room.isOver) return;
  for (const { player, result } of room.results())
    player.socket.send(JSON.stringify({ type: 'result', ...result }));
}
