/** What a group starts with, pays and earns. `docs/live.md` names them for teachers. */
export const figures = {
  /** [GRP-1] A mission needs several; more than eight do not hear each other. */
  fewest: 2,
  most: 8,
  hearts: 5,
  coins: 2,
  coinsPerRight: 1,
  hintPrice: 2,
  /** The shared reward at the end. */
  pointsPerRight: 100,
  pointsPerHeart: 50,
  pointsPerCoin: 10,
} as const;

/** All in milliseconds. */
export const timing = {
  /** What the wire may cost: an answer this long after the deadline counts as given at the deadline. */
  wireAllowance: 250,
  /** How long a dropped learner is waited for before the group goes on with who is there. */
  dropGrace: 10_000,
  /** [GRP-2] How long one learner alone waits for a second. */
  alone: 120_000,
  /** A scene is read, a reveal is talked about; the group goes on sooner when everybody is ready. */
  scene: 90_000,
  reveal: 30_000,
  /** How long a lobby or a teacher's pause stands in which nobody is. */
  absence: 30 * 60_000,
} as const;
