/** On whose weekly boards a child may stand: of the own classes, and of the whole school. */
export interface Boards {
  class: boolean;
  school: boolean;
}

/** What a guardian who has said nothing lets stand. */
export const boardsUnsaid: Boards = { class: true, school: false };

/**
 * Of several guardians the stricter. A class sees its children unless a guardian says no; the school sees a child only after a guardian
 * said yes. The database says the same (`guardians_show`).
 */
export const strictestBoards = (said: readonly Boards[]): Boards => ({
  class: said.every((one) => one.class),
  school: said.length > 0 && said.every((one) => one.school),
});
