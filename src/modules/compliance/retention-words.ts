import type { Locale } from '../../wire/common.ts';

/** What a rule of `retention_rules` says for people to read. The table itself has the English. [CON-7] */
interface RuleWords {
  purpose: string;
  need: string;
}

const spanish: Record<string, RuleWords> = {
  users: {
    purpose: 'Cuentas: quién puede entrar',
    need: 'De ellas dependen la entrada, el consentimiento y el derecho al olvido',
  },
  user_profiles: {
    purpose: 'Nombres que otros ven, idioma y zona horaria',
    need: 'Una clase debe poder llamar a su gente por su nombre',
  },
  user_roles: { purpose: 'Lo que alguien puede hacer aquí', need: 'De ello depende el acceso' },
  user_permissions: { purpose: 'Permisos sueltos fuera de un rol', need: 'De ello depende el acceso' },
  credentials: { purpose: 'La huella de una contraseña', need: 'Entrar sin un servicio externo' },
  known_devices: {
    purpose: 'Huellas de navegadores en los que alguien entró',
    need: 'Los intentos de un extraño no deben dejar fuera a un menor',
  },
  totp_factors: { purpose: 'El segundo paso, sellado', need: 'La administración se identifica dos veces' },
  auth_identities: {
    purpose: 'Cuentas de un proveedor de entrada',
    need: 'Entrar con las cuentas propias del centro',
  },
  auth_tokens: {
    purpose: 'Enlaces que valen una vez',
    need: 'Invitación, confirmación, contraseña nueva, tarjetas y consentimiento',
  },
  auth_sessions: {
    purpose: 'Sesiones de una persona',
    need: 'Seguir dentro y poder cerrarlas desde otro sitio',
  },
  user_subjects: { purpose: 'Qué materias alguien aprende o enseña', need: 'Encontrar lo que encaja' },
  learner_profiles: { purpose: 'Curso y grupo', need: 'Las clases se forman con ello' },
  teacher_profiles: { purpose: 'Departamento y experiencia', need: 'Los colegas se encuentran' },
  guardian_profiles: {
    purpose: 'Teléfono y dirección, sellados',
    need: 'Localizar a un tutor cuando pasa algo',
  },
  admin_profiles: { purpose: 'Departamento de quien administra', need: 'Los colegas se encuentran' },
  org_settings: {
    purpose: 'Nombre y dirección de quien responde de los datos de menores',
    need: 'Las familias deben poder localizar a alguien',
  },
  media_assets: {
    purpose:
      'Imágenes, vídeos y grabaciones de preguntas y lecciones, y quién los trajo; cuando no los muestra ninguna pregunta, lección, partida ni misión empezada se borran a los 30 días',
    need: 'Lo que hace el profesorado es suyo',
  },
  groups: { purpose: 'Clases y quién las hizo', need: 'Se enseña en clases' },
  group_members: { purpose: 'Quién está en qué clase', need: 'Un docente ve a su alumnado y a nadie más' },
  roster_imports: {
    purpose: 'Una lista sellada de alumnado que espera un sí',
    need: 'Revisar una lista antes de que cuente',
  },
  guardian_links: {
    purpose: 'Quién responde de qué menor',
    need: 'De ello dependen el consentimiento y lo que ve un tutor',
  },
  consent_requests: {
    purpose: 'Una pregunta a una persona adulta, con la dirección sellada',
    need: 'El consentimiento hay que pedirlo',
  },
  consent_forms: {
    purpose: 'Un formulario sellado hasta que alguien lo revisa',
    need: 'El consentimiento en papel hay que comprobarlo',
  },
  school_agreements: {
    purpose: 'Qué firmó un centro y quién lo firmó',
    need: 'El sí de un centro necesita una firma',
  },
  consents: {
    purpose: 'Cada palabra que se dio sobre un menor',
    need: 'El consentimiento hay que demostrarlo',
  },
  child_controls: { purpose: 'Los interruptores de un tutor', need: 'Un tutor limita lo que puede un menor' },
  activity_days: {
    purpose: 'Segundos de uso por día',
    need: 'El límite diario de un tutor y una mirada a la semana',
  },
  learner_stats: {
    purpose: 'XP, nivel, monedas, llaves y racha de un estudiante',
    need: 'Un estudiante ve hasta dónde ha llegado',
  },
  mv_leaderboard_week: {
    purpose: 'XP y esfuerzo de esta semana y de la anterior, sumados de nuevo cada pocos minutos',
    need: 'Una clase ve lo que hicieron sus estudiantes en una semana',
  },
  reward_ledger: {
    purpose: 'Lo que ganó y gastó un estudiante, y en qué',
    need: 'Cada suma se puede comprobar y volver a calcular',
  },
  mission_progress: {
    purpose: 'Qué misiones empezó y terminó un estudiante, y el tiempo activo en ellas',
    need: 'Un estudiante sigue donde estaba, en cualquier dispositivo',
  },
  lesson_progress: {
    purpose: 'Qué lecciones terminó un estudiante',
    need: 'Un estudiante sigue donde estaba, en cualquier dispositivo',
  },
  question_responses: {
    purpose: 'Lo que un estudiante respondió por su cuenta, y cómo fue',
    need: 'Lo que salió mal puede volver, el progreso se puede volver a calcular, y los docentes de la clase ven qué cuesta',
  },
  mission_hints: {
    purpose: 'Qué pistas descubrió un estudiante',
    need: 'Una pista se paga una sola vez, y los docentes de la clase ven qué cuesta',
  },
  user_avatars: {
    purpose: 'Avatares que compró o llevó un estudiante',
    need: 'Un estudiante conserva lo que compró, y lo lleva',
  },
  streak_days: {
    purpose: 'Días en que un estudiante respondió algo',
    need: 'Un estudiante ve su propio calendario de aprendizaje',
  },
  learner_mastery: {
    purpose: 'Cuánto sabe un estudiante de cada objetivo y tema',
    need: 'Estudiantes, familias y docentes ven qué sigue',
  },
  review_cards: {
    purpose: 'Cuándo vuelve una pregunta que salió mal',
    need: 'Lo que salió mal se pregunta otra vez a tiempo',
  },
  mastery_renewals: {
    purpose: 'De quién hay que volver a calcular lo que sabe',
    need: 'Lo que se borró ya no cuenta',
  },
  learner_facts: {
    purpose: 'Lo que piden las insignias, contado',
    need: 'Un estudiante ve enseguida cuánto falta para la próxima insignia',
  },
  season_progress: {
    purpose: 'Hasta dónde llegó un estudiante en cada temporada',
    need: 'Un estudiante ve su camino por la temporada',
  },
  season_reward_claims: {
    purpose: 'Premios de una temporada que recibió un estudiante',
    need: 'Cada uno se da una sola vez y es suyo',
  },
  user_badges: {
    purpose: 'Insignias que ganó un estudiante y cuáles lleva puestas',
    need: 'Lo que un estudiante ganó es suyo',
  },
  user_daily_challenges: {
    purpose: 'Hasta dónde llegó un estudiante con los retos de cada día y cuáles terminó',
    need: 'Cada uno se da una sola vez, y el progreso se puede volver a calcular',
  },
  accommodations: {
    purpose: 'Más tiempo para un estudiante',
    need: 'Un estudiante tiene en cada clase el tiempo que se acordó',
  },
  game_credentials: {
    purpose: 'Accesos a juegos, sellados',
    need: 'Un estudiante los guarda en un lugar seguro',
  },
  live_sessions: { purpose: 'Partidas que se jugaron y quién las llevó', need: 'Informes de lo aprendido' },
  live_participants: {
    purpose: 'Nombres de quienes juegan en una partida',
    need: 'Un informe llama por su nombre; los invitados son «Jugador n» tras 30 días',
  },
  group_runs: {
    purpose: 'Misiones en grupo de una clase y quién las abrió',
    need: 'Informes de lo aprendido',
  },
  group_places: {
    purpose: 'Quién estaba previsto en qué grupo',
    need: 'Un docente puede preparar los grupos',
  },
  live_answers: { purpose: 'Respuestas en una partida', need: 'Informes de lo aprendido' },
  live_events: {
    purpose: 'El diario de una partida, sin nombres',
    need: 'Una partida sigue después de una caída',
  },
  live_pins: { purpose: 'PIN de partidas abiertas', need: 'Unirse, y no dar un PIN dos veces en un día' },
  live_co_hosts: {
    purpose: 'Dispositivos que pueden llevar una partida abierta',
    need: 'Un segundo dispositivo la lleva sin iniciar sesión',
  },
  missions: { purpose: 'Misiones y quién las escribió', need: 'Lo que escribe un docente es suyo' },
  questions: { purpose: 'Preguntas y quién las escribió', need: 'Lo que escribe un docente es suyo' },
  outbox_events: {
    purpose: 'Avisos a otras partes del servidor, con identificadores',
    need: 'Trabajo que viene después',
  },
  mail_messages: { purpose: 'Cartas selladas hasta que salen', need: 'Las cartas deben llegar' },
  notification_preferences: {
    purpose: 'Qué cartas no quiere alguien',
    need: 'Las cartas que nadie quiere no llegan',
  },
  weekly_reports: {
    purpose: 'Sobre qué semanas ha recibido una carta un tutor',
    need: 'De cada semana se escribe una sola vez',
  },
  audit_logs: {
    purpose: 'Quién cambió qué, con identificadores y nombres de campos',
    need: 'Los cambios hay que demostrarlos',
  },
  audit_chain: { purpose: 'Huellas sobre el registro', need: 'Así se nota un registro cambiado o cortado' },
  tombstones: {
    purpose: 'Identificadores de quien fue borrado',
    need: 'Una copia restaurada no debe traerlos de vuelta',
  },
  data_requests: {
    purpose: 'Solicitudes de acceso, copia, corrección y borrado',
    need: 'Los plazos hay que cumplirlos y demostrarlos',
  },
  disclosures: { purpose: 'A quién se mostró qué de un estudiante', need: 'Las cesiones hay que anotarlas' },
  breach_records: {
    purpose: 'Qué salió mal con datos y qué se hizo',
    need: 'Las brechas hay que comunicarlas y demostrarlas',
  },
  risk_assessments: { purpose: 'Cuándo se miraron los riesgos y quién', need: 'Hay que mirarlos cada año' },
};

const countedFrom: Record<string, string> = {
  'the account': 'la cuenta',
  'the organization': 'el centro',
  'the session': 'la partida',
  'created_at, by month': 'created_at, por meses',
  'ended_at, for guests': 'ended_at, para invitados',
  'with audit_logs': 'con audit_logs',
};

interface Rule extends RuleWords {
  table: string;
  countedFrom: string;
}

/** A rule in the reader's language; one that is newer than the words keeps its own. */
export const ruleIn = <R extends Rule>(locale: Locale, rule: R): R =>
  locale === 'en'
    ? rule
    : { ...rule, ...spanish[rule.table], countedFrom: countedFrom[rule.countedFrom] ?? rule.countedFrom };

/** The first line of the record of processing. */
export const recordHead: Record<Locale, readonly string[]> = {
  en: ['organization', 'contact', 'table', 'purpose', 'need', 'days', 'counted from'],
  es: ['organización', 'contacto', 'tabla', 'para qué', 'por qué hace falta', 'días', 'desde'],
};
