/** Where rooms are reached by Socket.IO's long polling, for networks that let no WebSocket through [DUR-9]. */
export const httpRoomsPath = '/rooms-over-http/';

/** The seat that a client shows when it connects, as `seat` of a REST reply has it. */
export interface LineSeat {
  processId: string;
  roomId: string;
  sessionId: string;
}

/** Each `frame` is one binary frame of the room's WebSocket, and `closed` its close. */
export interface ClientLineEvents {
  frame(bytes: Uint8Array): void;
}
export interface ServerLineEvents {
  frame(bytes: Uint8Array | ArrayBuffer): void;
  closed(code: number, reason: string): void;
}
