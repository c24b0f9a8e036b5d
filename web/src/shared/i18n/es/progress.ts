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
    mine_one: 'Un día de aprendizaje. Con una respuesta hoy son dos seguidos.',
    mine_many: '{{count}} días seguidos de aprendizaje. Con una respuesta hoy continúa.',
    mine_other: '{{count}} días seguidos de aprendizaje. Con una respuesta hoy continúa.',
    child_one: 'Un día de aprendizaje hasta ahora.',
    child_many: '{{count}} días seguidos de aprendizaje hasta ahora.',
    child_other: '{{count}} días seguidos de aprendizaje hasta ahora.',
  },
  fresh: {
    mine_zero: 'Con tu próxima respuesta empieza otra serie de días.',
    mine_one: 'Con tu próxima respuesta empieza otra serie de días.',
    mine_many:
      'Con tu próxima respuesta empieza otra serie de días. La más larga, de {{count}} días, sigue siendo tuya.',
    mine_other:
      'Con tu próxima respuesta empieza otra serie de días. La más larga, de {{count}} días, sigue siendo tuya.',
    child_zero: 'Con la próxima respuesta empieza otra serie de días.',
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
  frozen: '{{day}}: día libre que cubrió un protector',
  ahead: '{{day}}: aún por venir',
  freezes: {
    mine_zero: 'Sin protectores. Un protector cubre un día libre, él solo; siete días seguidos traen uno.',
    mine_one: '{{count}} protector. Cubre un día libre, él solo; siete días seguidos traen otro.',
    mine_many: '{{count}} protectores. Cada uno cubre un día libre, él solo; siete días seguidos traen otro.',
    mine_other:
      '{{count}} protectores. Cada uno cubre un día libre, él solo; siete días seguidos traen otro.',
    child_zero: 'Sin protectores para días libres.',
    child_one: '{{count}} protector para un día libre.',
    child_many: '{{count}} protectores para días libres.',
    child_other: '{{count}} protectores para días libres.',
    buy: 'Un protector por {{price}} monedas',
    price: 'Un protector cuesta {{price}} monedas. Tienes {{coins}}.',
    ask: {
      title: '¿Comprar un protector?',
      body: 'Cuesta {{price}} monedas y te quedan {{left}}. Cubre días libres desde hoy. Para aprender aquí no necesitas ninguno.',
      yes: 'Comprar',
    },
    errors: {
      'reward/not-enough-coins': 'Aún no hay monedas suficientes para un protector.',
      'streak/enough-freezes': 'Ya tienes cinco protectores. No caben más.',
    },
  },
  dayStart: {
    label: 'Mi día empieza a las',
    hint: 'Lo que aprendes antes cuenta para el día anterior.',
    changedToday: 'Hoy ya lo has cambiado. Mañana puedes cambiarlo otra vez.',
  },
};
