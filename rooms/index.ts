import { groupRoomName, groupWatchName } from '../src/wire/group-mission.ts';
import { roomName } from '../src/wire/messages.ts';
import { ClassChallengeRoom, type RoomSurroundings } from './class-challenge/class-challenge.room.ts';
import { GroupHub } from './group-mission/group-hub.ts';
import type { GroupLine } from './group-mission/group-line.ts';
import { GroupMissionRoom, type GroupSurroundings } from './group-mission/group-mission.room.ts';
import { GroupWatchRoom } from './group-mission/group-watch.room.ts';

/** Every kind of room, by the name under which Colyseus knows it. */
export function defineRooms({
  groupLine,
  ...around
}: RoomSurroundings & Omit<GroupSurroundings, 'hub'> & { groupLine: GroupLine }) {
  const withHub: GroupSurroundings = { ...around, hub: new GroupHub(groupLine) };
  return {
    [roomName]: class extends ClassChallengeRoom {
      constructor() {
        super(around);
      }
    },
    [groupRoomName]: class extends GroupMissionRoom {
      constructor() {
        super(withHub);
      }
    },
    [groupWatchName]: class extends GroupWatchRoom {
      constructor() {
        super(withHub);
      }
    },
  };
}
