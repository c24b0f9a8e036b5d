export const receipts = {
  open: 'Mis recibos',
  title: 'Mis recibos',
  lead: 'Por cada respuesta tienes un recibo: la pregunta, tu respuesta y la hora, con el sello del juego. Si alguien cambia tus respuestas después, la comprobación lo descubre.',
  none: 'Todavía no hay recibos. Responde primero a una pregunta.',
  check: 'Comprobar mis respuestas',
  checking: 'Comprobando…',
  save: 'Guardar como archivo',
  file: 'Comprobar un archivo guardado',
  notAFile: 'Este archivo no tiene recibos. Elige el que guardaste aquí.',
  list: 'Ver cada recibo',
  newest_one: 'El más reciente.',
  newest_many: 'Los {{count}} más recientes.',
  newest_other: 'Los {{count}} más recientes.',
  row: {
    answer: 'Tu respuesta',
    at: 'Llegó: {{time}}',
    number: 'Recibo {{number}}',
  },
  all_one: 'Tu respuesta está en el informe exactamente como la diste, al segundo.',
  all_many: 'Las {{count}} respuestas están en el informe exactamente como las diste, al segundo.',
  all_other: 'Las {{count}} respuestas están en el informe exactamente como las diste, al segundo.',
  some_one: '{{count}} de {{all}} respuestas está en el informe exactamente como la diste.',
  some_many: '{{count}} de {{all}} respuestas están en el informe exactamente como las diste.',
  some_other: '{{count}} de {{all}} respuestas están en el informe exactamente como las diste.',
  waiting_one:
    '{{count}} respuesta está guardada exactamente como la diste. El informe llega cuando termina la partida.',
  waiting_many:
    '{{count}} respuestas están guardadas exactamente como las diste. El informe llega cuando termina la partida.',
  waiting_other:
    '{{count}} respuestas están guardadas exactamente como las diste. El informe llega cuando termina la partida.',
  replaced_one: '{{count}} recibo es de una respuesta que cambiaste después. En el informe está la última.',
  replaced_many:
    '{{count}} recibos son de respuestas que cambiaste después. En el informe están las últimas.',
  replaced_other:
    '{{count}} recibos son de respuestas que cambiaste después. En el informe están las últimas.',
  gone_one: '{{count}} recibo es de una partida que se borró. Es auténtico.',
  gone_many: '{{count}} recibos son de partidas que se borraron. Son auténticos.',
  gone_other: '{{count}} recibos son de partidas que se borraron. Son auténticos.',
  old_one: '{{count}} recibo tiene un sello que este servidor (ya) no conoce.',
  old_many: '{{count}} recibos tienen un sello que este servidor (ya) no conoce.',
  old_other: '{{count}} recibos tienen un sello que este servidor (ya) no conoce.',
  odd: {
    title: 'Aquí hay algo distinto. Enséñaselo a tu profe o a una persona adulta:',
    differs: '«{{question}}»: el informe dice otra cosa que tu recibo.',
    changed: '«{{question}}»: este recibo se cambió después de hacerse.',
  },
  byServer: 'Este navegador no puede comprobar aquí los sellos por su cuenta; lo hizo el servidor.',
};
