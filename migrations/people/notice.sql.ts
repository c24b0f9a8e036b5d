/**
 * The full privacy notice that comes along, version 1. What was published is never changed: an administrator who needs
 * other words publishes a version of the organization's own. `{organization}` and `{coordinator}` are filled in when it is
 * shown. `## ` begins a section, `- ` an item.
 */
const english = `## In short
{organization} uses Tutti so that children can learn and play together in class. Tutti keeps little, shows it to few, sells nothing and has no advertising. A grown-up decides, can look at everything, and can have everything deleted.

## Who answers for it
{organization} runs this Tutti on its own computers, or has somebody run it in its name. {coordinator}

## What we keep
Before a parent or guardian has decided:
- a nickname, a username, and the password in a scrambled form that cannot be read back
- the month and year of birth, to know whether somebody has to be asked
- the country, where the child said it
- the e-mail address of the parent or guardian, encrypted, only to ask
- when the child signed in to see how it stands, and nothing about its browser or its place in the network

After a yes to an account:
- the name that is shown in class, the grade where the school says it, the language, and the classes
- answers, results, points and progress, and the days and minutes of play
- when the child signed in, with what kind of browser, and from which part of the network
- logins of games that a child wants to keep, encrypted so that only the child can read them
- what parents and guardians allowed or refused, when, and how they showed who they are

A child who joins a class as a guest has no account: only a nickname is kept, and it is replaced after 30 days.

We do not ask for a home address, a phone number or a photo of a child, and we do not keep where a child is.

## What we use it for
- to run lessons and live classes and to check answers
- to show progress to the child, to parents or guardians and to the teachers
- to keep accounts safe, for example against guessed passwords
- to prove that we asked and what the answer was

We do not use it for advertising, for profiles of a child beyond learning, or to train an AI.

## Who can see it
- the child: everything of its own
- parents and guardians: everything about their child, except logins that only the child may read
- teachers: what concerns learning, of the children in their own classes
- the administration of {organization}: what it needs to help and to keep the rules
- whoever runs the computers in the name of {organization}, bound by contract

Others get nothing, unless a parent or guardian says yes to that alone, or a law demands it. Every time something is shown to others it is written down, and parents and guardians can read that list.

## What you decide
You say yes or no to each of these alone, and everything is off until you say yes:
- keep an account and its progress; without it none of the others counts
- play in live classes under the account
- write messages to others
- have answers looked at by an AI helper
- show data to others outside the school
- use figures beyond what running Tutti needs

Saying no has no disadvantage: a child may join a class as a guest. If two guardians say different things, the stricter word counts. Where {organization} has a signed agreement as a school, it may say yes to keeping an account and to playing in class, and to nothing else; you can still say no.

## Your rights
On the family page you can at any time:
- see everything that is stored about your child
- correct it
- download it as one file
- change what you allow, or take back a yes; it counts at once
- stop everything, or have everything deleted

You can also ask in writing; we answer within a month. You may complain to the authority for data protection of your country. When a child is old enough to decide alone, these rights become its own.

## How long we keep it
- no answer from a parent or guardian: the address and the waiting account go after 14 days
- an account and its progress: as long as the account exists; after it is deleted everything is gone within 30 days
- cards for signing in without an e-mail: the account goes by itself after the days that the school has set
- signs of sign-ins and the log of who changed what: at most as long as the administration has set, with no names in it
- a copy of a signed form: until somebody has looked at it

Copies for emergencies are kept for a while. If one is used, everybody who was deleted is deleted again.

## How we protect it
Everything that could reach you, such as addresses, is encrypted. The database itself checks who may see what. Passwords cannot be read by anybody. If something goes wrong that could harm you, we tell you and the authority within 72 hours.

## When this changes
Each version has a number, and every yes says for which version it was given. A yes covers what is written there and nothing more: for something new we have to ask you anew.
`;

const spanish = `## En pocas palabras
{organization} usa Tutti para que niñas y niños aprendan y jueguen juntos en clase. Tutti guarda poco, lo muestra a pocas personas, no vende nada y no tiene publicidad. Decide una persona adulta, que puede verlo todo y hacer que se borre todo.

## Quién responde
{organization} tiene este Tutti en sus propios ordenadores, o alguien lo lleva en su nombre. {coordinator}

## Qué guardamos
Antes de que decida una madre, un padre o un tutor:
- un apodo, un nombre de usuario y la contraseña en una forma que nadie puede volver a leer
- el mes y el año de nacimiento, para saber si hay que preguntar a alguien
- el país, si se ha dicho
- el correo de la madre, el padre o el tutor, cifrado, solo para preguntar
- cuándo se entró para ver cómo va, y nada del navegador ni de la red desde donde se entró

Después de un sí a la cuenta:
- el nombre que se ve en clase, el curso si el centro lo dice, el idioma y las clases
- respuestas, resultados, puntos y progreso, y los días y minutos de juego
- cuándo se ha entrado, con qué tipo de navegador y desde qué parte de la red
- los accesos a juegos que se quieran guardar, cifrados para que solo los lea su dueño
- qué se permitió o se negó, cuándo, y cómo mostró quién es la persona que decidió

Quien entra en una clase como invitado no tiene cuenta: solo se guarda un apodo, que se cambia a los 30 días.

No pedimos la dirección de casa, el teléfono ni una foto de nadie menor, y no guardamos dónde está.

## Para qué lo usamos
- para dar lecciones y clases en directo y corregir respuestas
- para mostrar el progreso a quien aprende, a su familia y a sus docentes
- para que las cuentas estén seguras, por ejemplo frente a quien adivina contraseñas
- para poder demostrar que preguntamos y qué se respondió

No lo usamos para publicidad, ni para perfiles más allá del aprendizaje, ni para entrenar una IA.

## Quién puede verlo
- quien aprende: todo lo suyo
- madres, padres y tutores: todo sobre su hijo o hija, salvo los accesos que solo puede leer su dueño
- docentes: lo que toca al aprendizaje, en sus propias clases
- la administración de {organization}: lo que necesita para ayudar y cumplir las reglas
- quien lleve los ordenadores en nombre de {organization}, obligado por contrato

Nadie más recibe nada, salvo que la familia diga que sí a eso por separado, o que lo exija una ley. Cada vez que se muestra algo a otros queda anotado, y la familia puede leer esa lista.

## Qué decides tú
Dices que sí o que no a cada cosa por separado, y todo está apagado hasta que digas que sí:
- tener una cuenta que guarde el progreso; sin eso no cuenta nada de lo demás
- jugar con la cuenta en clases en directo
- escribir mensajes a otras personas
- que un ayudante de IA mire las respuestas
- mostrar datos a otros fuera del centro
- usar cifras más allá de lo que Tutti necesita para funcionar

Decir que no, no trae ninguna desventaja: se puede entrar en una clase como invitado. Si dos tutores dicen cosas distintas, vale la más estricta. Si {organization} tiene un acuerdo firmado como centro, puede decir que sí a la cuenta y a jugar en clase, y a nada más; tú puedes decir que no igualmente.

## Tus derechos
En la página de la familia puedes, cuando quieras:
- ver todo lo que hay guardado sobre tu hijo o hija
- corregirlo
- descargarlo en un solo archivo
- cambiar lo que permites o retirar un sí; cuenta al momento
- parar todo, o hacer que se borre todo

También puedes pedirlo por escrito; respondemos en un mes. Puedes reclamar ante la autoridad de protección de datos de tu país. Cuando la persona tiene edad para decidir por su cuenta, estos derechos pasan a ser suyos.

## Cuánto tiempo lo guardamos
- sin respuesta de la familia: la dirección y la cuenta que espera se van a los 14 días
- una cuenta y su progreso: mientras exista la cuenta; una vez borrada, todo desaparece en 30 días
- tarjetas para entrar sin correo: la cuenta se va sola pasados los días que ha puesto el centro
- las señales de inicio de sesión y el registro de quién cambió qué: como mucho lo que ha puesto la administración, y sin nombres
- la copia de un formulario firmado: hasta que alguien la haya mirado

Las copias para emergencias se guardan un tiempo. Si se usa una, a quien se borró se le borra otra vez.

## Cómo lo protegemos
Todo lo que permite llegar a ti, como las direcciones, está cifrado. La propia base de datos comprueba quién puede ver qué. Nadie puede leer las contraseñas. Si pasa algo que pueda hacerte daño, os lo decimos a ti y a la autoridad en 72 horas.

## Cuando esto cambia
Cada versión tiene un número, y cada sí dice para qué versión se dio. Un sí vale para lo que allí está escrito y para nada más: para algo nuevo tenemos que preguntarte de nuevo.
`;

export const notice = `
INSERT INTO consent_notices (org_id, version, locale, body) VALUES
  (NULL, 1, 'en', $notice$${english}$notice$),
  (NULL, 1, 'es', $notice$${spanish}$notice$);
`;
