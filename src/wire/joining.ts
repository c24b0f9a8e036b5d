/** Who gets into a class, and with what power: the parts of the room's messages that tell of it. Types only, as in `messages.ts`. */

/** [JOIN-7] The row of shapes that joining asks for, for hosts and projectors alone; 0–5 in the order of the choices. */
export interface SecondFactor {
  shapes: number[];
  /** After so many ms comes the next one. */
  leftMs: number;
}
