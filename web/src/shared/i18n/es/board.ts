export const board = {
  title: 'Tablero de la semana',
  lead: 'Lo que se hizo de lunes a domingo. Cada semana empieza de nuevo.',
  back: 'Mi página',
  school: 'Todo el centro',
  choose: { board: 'Qué tablero', week: 'Qué semana', by: 'Según qué' },
  week: { this: 'Esta semana', last: 'La semana pasada' },
  by: { effort: 'Esfuerzo', xp: 'XP' },
  place: 'Puesto {{place}}:',
  you: 'Tú',
  value: {
    effort_one: '{{value}} punto de esfuerzo',
    effort_many: '{{value}} puntos de esfuerzo',
    effort_other: '{{value}} puntos de esfuerzo',
    xp_one: '{{value}} XP',
    xp_many: '{{value}} XP',
    xp_other: '{{value}} XP',
  },
  top: 'La parte de arriba',
  around: 'A tu alrededor',
  none: {
    this: 'Esta semana todavía no hay nada. Empieza con la primera respuesta.',
    last: 'Aquí no hay nada de esa semana.',
  },
  noClass: 'Todavía no estás en ninguna clase. En cuanto estés en una, aquí verás su tablero.',
  state: {
    off: 'Tu docente ha desactivado el tablero de esta clase.',
    'not-on-it': 'No estás en este tablero: aquí nadie te ve, y tú ves solo tu semana.',
    'not-allowed':
      'Sobre este tablero deciden las personas adultas que te cuidan, y para ti está desactivado. Tu semana la ves igualmente.',
  },
  facts: '{{days}}. Recuento del {{time}}; se repite cada cinco minutos.',
  how: 'Puntos de esfuerzo: {{day}} por cada día de aprender, {{question}} por cada pregunta que intentas (hasta {{questionsADay}} al día), {{mended}} por cada una que salió mal otro día y ahora está bien. Ir deprisa no cuenta.',
  own: {
    title: { this: 'Mi semana', last: 'Mi semana pasada' },
    none: {
      this: 'Todavía no hay nada. Para empezar basta una respuesta.',
      last: 'De esa semana no hay nada tuyo. Esta semana, para empezar basta una respuesta.',
    },
    days: 'Días de aprender',
    tried: 'Preguntas intentadas',
    mended: 'Ahora salen bien',
    effort: 'Puntos de esfuerzo',
    xp: 'XP',
  },
  show: {
    title: 'Quién me ve',
    lead: 'Lo decides tú. Quien no está en un tablero ve allí solo su propia semana.',
    class: 'Mostrarme en los tableros de mis clases',
    classHint: 'Tu clase y sus docentes ven tu nombre y lo que hiciste en la semana.',
    school: 'Mostrarme en el tablero de todo el centro',
    schoolHint: 'También estudiantes de otras clases ven tu nombre y lo que hiciste en la semana.',
    askGrownUp: 'Una persona adulta que te cuida puede permitirlo en la página de la familia.',
  },
  teacher: {
    label: 'Mostrar un tablero de la semana en esta clase',
    hint: 'Cada estudiante ve como mucho diez nombres y los dos que están junto al suyo, nunca los últimos. Cada cual, y su familia, puede decir que no.',
  },
  family: {
    lead: 'Aquí se ve lo que hizo cada cual en una semana, primero según el esfuerzo. A nadie se le muestra en último lugar.',
    class: 'Tablero de la clase',
    classHint:
      'La clase y sus docentes ven el nombre de {{child}} y sus XP o puntos de esfuerzo de la semana.',
    school: 'Tablero de todo el centro',
    schoolHint:
      'También lo pueden ver estudiantes de otras clases, si {{child}} también quiere. Está desactivado hasta que lo actives.',
    stricter: 'Otra persona responsable lo tiene desactivado, así que sigue desactivado.',
    needs: {
      consent: 'Desactivado mientras no se permita «{{scope}}»: mira «{{card}}» en esta página.',
      control: 'Desactivado mientras las clases en directo estén apagadas: mira «{{card}}» en esta página.',
    },
  },
};
