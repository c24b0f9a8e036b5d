/**
 * The same class as it is usually written on Socket.IO: a room, events, the default parser (JSON), WebSocket alone. As on the
 * floor nothing is stored and nobody is authenticated.
 */
import { createServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { type Answer, ClassWork, type Player } from './class-work.ts';

interface Connected extends Player {
  socket: Socket;
}

const rooms = new Map<string, ClassWork<Connected>>();

const http = createServer((_, response) => response.end());
const io = new Server(http, { transports: ['websocket'], serveClient: false });
io.on('connection', (socket) => {
  const { room: name, role } = socket.handshake.auth as { room: string; role: string };
  const room = rooms.get(name) ?? new ClassWork<Connected>();
  rooms.set(name, room);
  if (role === 'host') {
    socket.on('next', () => io.to(name).emit('question', room.open()));
    return;
  }
  const { players } = room;
  const player = { socket, name: `Learner ${players.length}`, score: 0, points: 0, answered: false };
  players.push(player);
  socket.join(name);
  socket.on('answer', (answer: Answer) => {
    if (!room.takes(player, answer)) return;
    socket.emit('saved', { round: room.round });
    if (!room.isOver) return;
    for (const { player, result } of room.results()) player.socket.emit('result', result);
  });
  socket.emit('welcome', { players: players.length });
});
http.listen(Number(process.env.PORT), '127.0.0.1');
