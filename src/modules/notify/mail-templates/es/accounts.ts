import type { accounts as english } from '../en/accounts.ts';
import { days, hello, helloThere, hours, minutes, roles } from './words.ts';

const notYou = 'Si no has sido tú, no hagas nada. Sin el enlace no pasa nada.';
const askSomebody =
  'Si no has sido tú, pon ahora una contraseña nueva y avisa a quienes llevan Tutti en tu centro.';

export const accounts: typeof english = {
  'verify-email': ({ name, link, hours: left }) => ({
    subject: 'Confirma tu correo',
    greeting: hello(name),
    body: [
      'Te damos la bienvenida a Tutti. Confirma, por favor, que esta dirección es tuya.',
      { button: 'Confirmar esta dirección', href: link },
      `El enlace sirve una sola vez, durante ${hours(left)}.`,
      notYou,
    ],
  }),
  'account-exists': ({ name, signInLink, resetLink }) => ({
    subject: 'Ya tienes una cuenta',
    greeting: hello(name),
    body: [
      'Alguien, seguramente tú, acaba de intentar crear una cuenta con esta dirección. Ya tienes una, así que no ha cambiado nada.',
      { button: 'Entrar', href: signInLink },
      { link: 'He olvidado mi contraseña', href: resetLink },
    ],
  }),
  'reset-password': ({ name, link, minutes: left }) => ({
    subject: 'Elige una contraseña nueva',
    greeting: hello(name),
    body: [
      'Has pedido una contraseña nueva. Elígela aquí:',
      { button: 'Elegir contraseña nueva', href: link },
      `El enlace sirve una sola vez, durante ${minutes(left)}. Hasta entonces tu contraseña sigue igual.`,
      notYou,
    ],
  }),
  'password-changed': ({ name }) => ({
    subject: 'Tu contraseña ha cambiado',
    greeting: hello(name),
    body: [
      'La contraseña de tu cuenta acaba de cambiar. Se ha cerrado la sesión en los demás dispositivos.',
      askSomebody,
    ],
  }),
  'magic-link': ({ name, link, minutes: left }) => ({
    subject: 'Tu enlace para entrar',
    greeting: hello(name),
    body: [
      'Abre este enlace en el dispositivo en el que quieras entrar.',
      { button: 'Entrar', href: link },
      `Sirve una sola vez, durante ${minutes(left)}. No lo compartas: quien lo abra entra como tú.`,
      notYou,
    ],
  }),
  'change-email': ({ name, link, hours: left }) => ({
    subject: 'Confirma tu nuevo correo',
    greeting: hello(name),
    body: [
      'Quieres usar esta dirección en tu cuenta. Contará en cuanto la confirmes.',
      { button: 'Usar esta dirección', href: link },
      `El enlace sirve una sola vez, durante ${hours(left)}.`,
      notYou,
    ],
  }),
  'email-changed': ({ name }) => ({
    subject: 'El correo de tu cuenta ha cambiado',
    greeting: hello(name),
    body: [
      'Tu cuenta usa ahora otra dirección. Este es el último mensaje que llega a esta.',
      'Si no has sido tú, avisa enseguida a quienes llevan Tutti en tu centro.',
    ],
  }),
  invitation: ({ organization, role, inviter, link, days: left }) => ({
    subject: `${inviter} te invita a ${organization}`,
    greeting: helloThere,
    body: [
      `${inviter} te invita a unirte a ${organization} en Tutti como ${roles[role]}.`,
      { button: 'Aceptar la invitación', href: link },
      `La invitación vale durante ${days(left)}. Si no la quieres, no hagas nada: no se crea ninguna cuenta.`,
    ],
  }),
  'account-approved': ({ name, link }) => ({
    subject: 'Tu cuenta está lista',
    greeting: hello(name),
    body: ['La administración ha aceptado tu cuenta. Ya puedes entrar.', { button: 'Entrar', href: link }],
  }),
  'sessions-ended': ({ name, reason }) => ({
    subject: 'Se ha cerrado tu sesión en todas partes',
    greeting: hello(name),
    body:
      reason === 'reuse'
        ? [
            'Una sesión de tu cuenta se ha presentado por segunda vez, como ocurre cuando alguien la ha copiado. Por seguridad la hemos cerrado. Vuelve a entrar, por favor.',
            askSomebody,
          ]
        : [
            'Se ha cerrado tu sesión en todos los dispositivos, como pediste. Vuelve a entrar cuando quieras.',
            askSomebody,
          ],
  }),
};
