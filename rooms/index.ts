import { roomName } from '../src/wire/messages.ts';
import { ClassChallengeRoom, type RoomSurroundings } from './class-challenge/class-challenge.room.ts';

/** Every kind of room, by the name under which Colyseus knows it. */
export function defineRooms(around: RoomSurroundings) {
  return {
    [roomName]: class extends ClassChallengeRoom {
      constructor() {
        super(around);
      }
    },
  };
}
