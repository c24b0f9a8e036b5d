import type { ConsentScope } from '../../../../domain/consent/scope.ts';
import type { WeekInLetter } from '../../mail.types.ts';
import type { family as english } from '../en/family.ts';
import type { Block } from '../letter.ts';
import { count, days, hello, helloThere, scopes, time, weekFrom } from './words.ts';

const change = 'Puedes cambiar de idea en la página de la familia cuando quieras, y cuenta al momento.';

export const family: typeof english = {
  'consent-request': ({ child, organization, link, noticeLink, coordinator, days: left }) => ({
    subject: `${child} quiere usar Tutti y necesita tu decisión`,
    greeting: helloThere,
    body: [
      `${child} ha pedido una cuenta en ${organization} y nos ha dado esta dirección como la de su madre, padre o tutor. Por su edad, ${child} no puede decidir por su cuenta. Hasta que decidas, la cuenta no puede hacer nada.`,
      { button: 'Leer y decidir', href: link },
      {
        lead: 'Lo que guardamos ahora, solo para preguntarte:',
        items: [
          'un apodo, y un nombre de usuario con la contraseña cifrada',
          'el mes de nacimiento',
          'esta dirección de correo',
        ],
      },
      {
        lead: 'Lo que guardaríamos si dices que sí:',
        items: [
          'el nombre que se ve en clase y las clases en las que está',
          'respuestas, resultados y progreso, y los días en que ha jugado',
          'cuándo y con qué tipo de navegador ha entrado',
          'lo que permites, y los accesos a juegos que guarde, que nadie más puede leer',
        ],
      },
      {
        lead: 'Para qué se usa:',
        items: [
          'para dar lecciones y clases en directo y corregir respuestas',
          'para mostrar el progreso a tu hijo o hija, a ti y a sus docentes',
          'para que la cuenta esté segura',
        ],
      },
      `Quién lo ve: los docentes de sus clases y la administración de ${organization}. Nadie más, salvo que digas que sí a eso por separado. No hay publicidad. No se vende nada ni se usa nada para entrenar una IA.`,
      {
        lead: 'Decides sobre cada cosa por separado. Todas están apagadas hasta que digas que sí:',
        items: Object.values(scopes),
      },
      {
        lead: 'Tus derechos:',
        items: [
          'Puedes decir que no, a todo o a una parte. Aun así se puede entrar en una clase como invitado, solo con un apodo.',
          'Puedes retirar un sí cuando quieras. Cuenta al momento.',
          'Puedes ver, corregir, descargar y borrar lo que hay guardado.',
        ],
      },
      `Si no respondes: después de ${days(left)} borramos esta dirección y la cuenta que espera. No se ha guardado nada más.`,
      { link: 'Leer el aviso de privacidad completo', href: noticeLink },
      coordinator
        ? `¿Preguntas? En ${organization} responde de los datos de menores: ${coordinator}.`
        : `¿Preguntas? Habla con la administración de ${organization}.`,
    ],
  }),
  'consent-reminder': ({ child, organization, link, daysLeft }) => ({
    subject: `${child} aún espera tu decisión`,
    greeting: helloThere,
    body: [
      `Hace unos días te preguntamos si ${child} puede usar Tutti en ${organization}. La cuenta sigue esperando.`,
      { button: 'Leer y decidir', href: link },
      `Sí, no o solo una parte: las tres respuestas valen. Si no respondes, dentro de ${days(daysLeft)} borramos esta dirección y la cuenta que espera. No volveremos a escribirte sobre esto.`,
    ],
  }),
  'consent-confirm': ({ child, link, granted, refused, days: left }) => ({
    subject: `Confirma tu decisión sobre ${child}`,
    greeting: helloThere,
    body: [
      `Has decidido sobre ${child}. Para que nadie decida en tu nombre, solo cuenta cuando la confirmes con este enlace.`,
      ...decided(granted, refused),
      { button: 'Confirmar mi decisión', href: link },
      `El enlace sirve una sola vez, durante ${days(left)}. Si no has sido tú, no hagas nada: así no se permite nada.`,
    ],
  }),
  'consent-changed': ({ child, link, granted, refused }) => ({
    subject: `Ha cambiado lo que permites a ${child}`,
    greeting: helloThere,
    body: [
      `Esto es lo que permites ahora a ${child}:`,
      ...decided(granted, refused),
      { button: 'Abrir la página de la familia', href: link },
      `${change} Si no lo has cambiado tú, abre la página y avisa al centro.`,
    ],
  }),
  'consent-withdrawn': ({ child, link }) => ({
    subject: `La cuenta de ${child} está parada`,
    greeting: helloThere,
    body: [
      `No todas las personas que responden por ${child} permiten la cuenta. ${child} ya no puede usarla. Lo que estaba en marcha ha terminado y no se recoge nada más.`,
      'Lo guardado se queda hasta que lo borres, o hasta que vuelvas a dar permiso.',
      { button: 'Abrir la página de la familia', href: link },
    ],
  }),
  'form-decided': ({ child, accepted, reason, link }) => ({
    subject: accepted
      ? `Se ha aceptado tu formulario para ${child}`
      : `No se ha aceptado tu formulario para ${child}`,
    greeting: helloThere,
    body: [
      accepted
        ? `El centro ha mirado el formulario firmado para ${child}. Tu decisión ya cuenta. La imagen del formulario se ha borrado.`
        : `El centro ha mirado el formulario firmado para ${child} y no ha podido aceptarlo. La imagen del formulario se ha borrado.`,
      ...(reason ? [`El centro dice: ${reason}`] : []),
      { button: accepted ? 'Abrir la página de la familia' : 'Intentarlo de nuevo', href: link },
    ],
  }),
  'guardian-invite': ({ child, inviter, organization, link, days: left }) => ({
    subject: `${inviter} te pide cuidar entre los dos la cuenta de ${child} en Tutti`,
    greeting: helloThere,
    body: [
      `${inviter} cuida la cuenta de ${child} en ${organization} y te pide que lo hagáis entre los dos. Verías lo que hace ${child}, y tu palabra también cuenta: si no estáis de acuerdo, vale la más estricta.`,
      { button: 'Aceptar', href: link },
      `El enlace sirve una sola vez, durante ${days(left)}. Si no quieres, no hagas nada.`,
    ],
  }),
  'child-of-age': ({ child }) => ({
    subject: `${child} ya puede decidir`,
    greeting: helloThere,
    body: [
      `${child} ha llegado a la edad en que cada persona decide sobre sus datos. Desde ahora ${child} decide sobre la cuenta, y tú ya no la ves en tu página de la familia.`,
      `Le preguntamos a ${child} si la cuenta se queda. No tienes que hacer nada. Este es el último mensaje sobre ello.`,
    ],
  }),
  'now-of-age': ({ name, link }) => ({
    subject: 'Ya tienes edad para decidir por tu cuenta',
    greeting: hello(name),
    body: [
      'Desde ahora decides tú sobre tu cuenta y tus datos. Quienes te cuidan ya no ven lo que haces aquí; se lo hemos dicho.',
      '¿Quieres conservar tu cuenta, con todos tus puntos, o que lo olvidemos todo? Dínoslo en tu página.',
      { button: 'Abrir mi página', href: link },
    ],
  }),
  'data-request-done': ({ name, kind, link }) => ({
    subject: 'Hemos respondido a tu petición',
    greeting: hello(name),
    body: [requests[kind], ...(link ? [{ button: 'Abrir la página', href: link }] : [])],
  }),
  'child-erased': ({ child, organization }) => ({
    subject: `Se está borrando todo sobre ${child ?? 'un menor a tu cargo'}`,
    greeting: helloThere,
    body: [
      `La cuenta de ${child ?? 'un menor a tu cargo'} en ${organization} está cerrada. Ya no la puede ver nadie, y todo lo guardado se borra en 30 días como mucho.`,
      'Esto no se puede deshacer. Este es el último mensaje sobre ello.',
    ],
  }),
  'weekly-report': ({ name, from, children, link, stopLink, oneClickUrl }) => ({
    subject: children.length === 1 ? `La semana de ${children[0]!.child}` : 'La semana en familia',
    greeting: hello(name),
    body: [
      `Así ha ido ${weekFrom(from)}.`,
      ...children.map(weekInWords),
      { button: 'Ver más en la página de la familia', href: link },
      'Una carta así llega los lunes cuando alguien ha aprendido la semana anterior. En la página de la familia la puedes desactivar.',
      { link: 'No quiero más cartas sobre la semana', href: stopLink },
    ],
    oneClickUrl,
  }),
};

/** Tres frases: cuánto, cómo ha ido, qué ha costado y qué ha traído. */
function weekInWords({
  child,
  learnt,
  answered,
  right,
  minutes: spent,
  well,
  hard,
  ...brought
}: WeekInLetter) {
  const finished = brought.missions > 0 && learnt + answered === 0;
  const on = learnt > 0 ? ` durante ${days(learnt)}` : '';
  const rightOnes =
    right < answered
      ? `${count(right, 'correcta', 'correctas')}`
      : answered === 1
        ? 'y fue correcta'
        : 'todas correctas';
  const asked =
    answered > 0 ? ` y ha respondido ${count(answered, 'pregunta', 'preguntas')}, ${rightOnes}` : '';
  const gave = [
    ...(brought.missions > 0 && !finished
      ? [count(brought.missions, 'misión terminada', 'misiones terminadas')]
      : []),
    ...(brought.badges > 0 ? [count(brought.badges, 'insignia nueva', 'insignias nuevas')] : []),
  ].join(' y ');
  const took = spent > 0 ? `más o menos ${time(spent)}` : 'menos de un minuto';
  return [
    finished
      ? `${child} ha terminado ${count(brought.missions, 'misión', 'misiones')}.`
      : learnt + answered === 0
        ? `${child} ha estado aquí.`
        : `${child} ha aprendido aquí${on}${asked}.`,
    well && hard
      ? `«${well}» ha ido bien; «${hard}» todavía cuesta.`
      : well
        ? `«${well}» ha ido bien.`
        : hard
          ? `«${hard}» todavía cuesta; esas preguntas vuelven para otro intento.`
          : answered > 0
            ? 'Después de cada pregunta se explicaba por qué la respuesta es esa.'
            : 'No ha contado ninguna respuesta.',
    `Tiempo en total: ${took}${gave && `; y ha traído ${gave}`}.`,
  ].join(' ');
}

const requests = {
  access: 'Preguntaste qué hay guardado sobre ti. La respuesta está lista.',
  export: 'Pediste una copia de tus datos. Ya se puede descargar.',
  rectify: 'Pediste que corrigiéramos algo. Está hecho.',
  restrict: 'Pediste que dejáramos de usar datos. Está hecho.',
  erase: 'Pediste que borráramos datos. Está hecho.',
};

function decided(granted: ConsentScope[], refused: ConsentScope[]): Block[] {
  const named = (list: ConsentScope[]) => list.map((scope) => scopes[scope]);
  return [
    ...(granted.length > 0 ? [{ lead: 'Permitido:', items: named(granted) }] : []),
    ...(refused.length > 0 ? [{ lead: 'No permitido:', items: named(refused) }] : []),
  ];
}
