import type { presence as en } from '../en/presence.ts';

export const presence: typeof en & { here_many: string } = {
  doing: {
    challenge: 'Jugando en una clase en vivo',
    group: 'Jugando en un grupo',
    lobby: 'En la sala de espera',
    homework: 'Con una tarea',
    race: 'En una carrera',
    practice: 'Practicando',
    lesson: 'Con una misión',
    online: 'En línea',
  },
  with: {
    challenge: 'Jugando: {{title}}',
    group: 'En un grupo: {{title}}',
    lobby: 'En la sala de espera: {{title}}',
    homework: 'Tarea: {{title}}',
    race: 'Carrera: {{title}}',
    practice: 'Practicando: {{title}}',
    lesson: 'Misión: {{title}}',
  },
  nobody: 'Ahora no hay nadie',
  here_one: 'Ahora hay {{count}} persona',
  here_many: 'Ahora hay {{count}} personas',
  here_other: 'Ahora hay {{count}} personas',
  state: {
    looking: 'Mirando quién está…',
    away: 'En este momento no se puede mostrar quién está.',
    refused: 'Ya no puedes ver quién está.',
  },
  notHere: 'Ahora no está en línea',
  partial: 'Puede haber más: en este momento no responden todas las partes del servidor.',
  news: '{{child}}: {{doing}}',
};
