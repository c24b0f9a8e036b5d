export const rich = {
  code: 'Código',
  formula: 'Fórmula',
  read: { start: 'Leer en voz alta', stop: 'Dejar de leer' },
  media: {
    audio: 'Grabación',
    video: 'Vídeo',
    words: 'Leer el texto',
    closer: 'Ver de cerca',
    missing: {
      image: 'La imagen no ha llegado. Esto es lo que muestra:',
      audio: 'La grabación no ha llegado.',
      video: 'El vídeo no ha llegado.',
    },
  },
};
