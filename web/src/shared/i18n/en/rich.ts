export const rich = {
  code: 'Code',
  formula: 'Formula',
  read: { start: 'Read aloud', stop: 'Stop reading' },
  media: {
    audio: 'Recording',
    video: 'Video',
    words: 'Read the words',
    closer: 'Look closer',
    missing: {
      image: 'The picture did not come. This is what it shows:',
      audio: 'The recording did not come.',
      video: 'The video did not come.',
    },
  },
};
