export const progress = {
  title: {
    mine: 'Hasta dónde has llegado',
    child: 'Hasta dónde ha llegado {{child}}',
  },
  empty: {
    mine: 'Aún no hay nada. Juega una clase o una tarea con tu cuenta y empieza.',
    child: 'Aún no hay nada. Empieza con una clase o una tarea con la cuenta.',
  },
  today: {
    mine_one: 'Hoy aprendiste: el primer día de una serie.',
    mine_many: '{{count}} días seguidos de aprendizaje, contando hoy.',
    mine_other: '{{count}} días seguidos de aprendizaje, contando hoy.',
    child_one: 'Aprendió hoy.',
    child_many: '{{count}} días seguidos de aprendizaje, contando hoy.',
    child_other: '{{count}} días seguidos de aprendizaje, contando hoy.',
  },
  open: {
    mine_one: 'Ayer aprendiste. Con una respuesta hoy son dos días seguidos.',
    mine_many: '{{count}} días seguidos de aprendizaje. Con una respuesta hoy continúa.',
    mine_other: '{{count}} días seguidos de aprendizaje. Con una respuesta hoy continúa.',
    child_one: 'Aprendió ayer.',
    child_many: '{{count}} días seguidos de aprendizaje, hasta ayer.',
    child_other: '{{count}} días seguidos de aprendizaje, hasta ayer.',
  },
  fresh: {
    mine_one: 'Con tu próxima respuesta empieza otra serie de días.',
    mine_many:
      'Con tu próxima respuesta empieza otra serie de días. La más larga, de {{count}} días, sigue siendo tuya.',
    mine_other:
      'Con tu próxima respuesta empieza otra serie de días. La más larga, de {{count}} días, sigue siendo tuya.',
    child_one: 'Con la próxima respuesta empieza otra serie de días.',
    child_many: 'Con la próxima respuesta empieza otra serie de días. La más larga tuvo {{count}} días.',
    child_other: 'Con la próxima respuesta empieza otra serie de días. La más larga tuvo {{count}} días.',
  },
  level: 'Nivel {{level}}',
  toNext: '{{xp}} XP hasta el nivel {{level}}',
  top: 'No hay un nivel más alto.',
  sums: '{{week}} XP esta semana · {{xp}} XP en total',
  calendar: 'Las últimas cuatro semanas',
  learnt: '{{day}}: aprendizaje, {{xp}} XP',
  rest: '{{day}}: día libre',
  ahead: '{{day}}: aún por venir',
};
