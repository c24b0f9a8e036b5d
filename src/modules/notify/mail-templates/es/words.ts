import type { ConsentScope } from '../../../../domain/consent/scope.ts';
import type { RoleKey } from '../../../../wire/identity.ts';

export const hello = (name: string): string => `Hola, ${name}:`;
export const helloThere: string = 'Hola:';

export const roles: Record<RoleKey, string> = {
  student: 'estudiante',
  teacher: 'docente',
  guardian: 'madre, padre o tutor',
  content_creator: 'autor o autora',
  moderator: 'moderador o moderadora',
  admin: 'administrador o administradora',
  super_admin: 'administrador o administradora de toda la instalación',
};

export const scopes: Record<ConsentScope, string> = {
  account: 'Tener una cuenta que guarde su progreso',
  live_rooms: 'Jugar con la cuenta en clases en directo',
  messaging: 'Escribir mensajes a otras personas',
  ai_processing: 'Que un ayudante de IA mire sus respuestas',
  third_party_disclosure: 'Mostrar datos a otros fuera del centro',
  analytics: 'Usar cifras más allá de lo que Tutti necesita para funcionar',
};

export const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
export const days = (n: number): string => count(n, 'día', 'días');
export const hours = (n: number): string => count(n, 'hora', 'horas');
export const minutes = (n: number): string => count(n, 'minuto', 'minutos');
/** Whole minutes, from an hour on with hours. */
export const time = (n: number): string =>
  n < 60 ? minutes(n) : `${hours(Math.floor(n / 60))}${n % 60 > 0 ? ` y ${minutes(n % 60)}` : ''}`;

/** "la semana del 16 de noviembre" */
export const weekFrom = (monday: string): string => `la semana del ${dayOf(monday)}`;
const format = new Intl.DateTimeFormat('es', { day: 'numeric', month: 'long', timeZone: 'UTC' });
const dayOf = (day: string): string => format.format(new Date(day));

export const footer = (organization: string): string =>
  `${organization} ha enviado este mensaje con Tutti, un lugar para aprender juntos. No lleva imágenes ocultas ni cuenta clics.`;
export const testNote: string =
  'Esto es una prueba con nombres inventados. No ha pasado nada en ninguna cuenta.';
