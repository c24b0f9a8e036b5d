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
  settings: {
    secondFactor: 'Ask for shapes from the big screen',
    secondFactorHint: 'Keeps strangers out who got hold of the PIN: only who sees your screen can join.',
    approveNames: 'Look at each name first',
    approveNamesHint: 'Players go by a made-up name until you say yes to theirs.',
    spectators: 'Let people watch',
    spectatorsHint: 'Whoever has the PIN can watch without playing: 50 at most, without names.',
  },
};
