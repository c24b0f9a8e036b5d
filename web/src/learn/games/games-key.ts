export const gamesKey = ['game-credentials'];
