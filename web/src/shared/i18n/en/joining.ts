/** Who gets into a class: what players, big screen and host read of it. */
export const joining = {
  shape: {
    triangle: 'triangle',
    diamond: 'diamond',
    circle: 'circle',
    square: 'square',
    star: 'star',
    hexagon: 'hexagon',
  },
  row: {
    title: 'Which shapes are on the big screen?',
    hint: 'Tap the four shapes in the same order. New ones come every ten seconds.',
    choose: 'Shapes',
    tapped: 'Tapped so far: {{shapes}}',
    none: 'nothing yet',
    back: 'Take the last one back',
    toName: 'Back',
    joining: 'Joining…',
    wrong: 'Those were not the shapes. Look again: they change.',
    shown: 'Shapes for joining: {{shapes}}',
    screen: 'Then tap',
    host: 'Whoever joins taps these shapes. New ones come every ten seconds.',
  },
  return: {
    title: 'Which code does your teacher show you?',
    hint: 'Your teacher can make a code for you. With it you are the same player again.',
    submit: 'Go on playing',
  },
  watch: {
    title: 'Just watch',
    lobby: 'You are watching. It starts soon.',
    players_one: '{{count}} player is in',
    players_other: '{{count}} players are in',
  },
  name: {
    waits: 'Your teacher is looking at your name, “{{name}}”. You can play already.',
    another: 'Your teacher asks for another name.',
    send: 'Ask',
  },
};
