export const joining = {
  shape: {
    triangle: 'triángulo',
    diamond: 'rombo',
    circle: 'círculo',
    square: 'cuadrado',
    star: 'estrella',
    hexagon: 'hexágono',
  },
  row: {
    title: '¿Qué figuras hay en la pantalla grande?',
    hint: 'Toca las cuatro figuras en el mismo orden. Cada diez segundos salen otras.',
    choose: 'Figuras',
    tapped: 'Has tocado: {{shapes}}',
    none: 'nada todavía',
    back: 'Quitar la última',
    toName: 'Volver',
    joining: 'Entrando…',
    wrong: 'No eran esas figuras. Mira otra vez: cambian.',
    shown: 'Figuras para entrar: {{shapes}}',
    screen: 'Después toca',
    host: 'Quien entra toca estas figuras. Cada diez segundos salen otras.',
  },
  settings: {
    secondFactor: 'Pedir figuras de la pantalla grande',
    secondFactorHint: 'Deja fuera a extraños que tengan el PIN: solo entra quien ve tu pantalla.',
  },
};
