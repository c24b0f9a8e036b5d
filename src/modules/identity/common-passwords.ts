/** Words that guessers try first, without digits and signs around them: those are taken off before the comparison. */
export const commonWords: ReadonlySet<string> = new Set(
  `password passwort contrasena motdepasse senha parola kennwort passphrase passcode secret geheim secreto qwerty qwertz
   azerty qwertyuiop qwertzuiop asdfghjkl asdfasdf zxcvbnm yxcvbnm qazwsx qazwsxedc abc abcd abcde abcdef abcdefg abcdefgh
   abcabc aaaaaaaa admin administrator root user guest login welcome willkommen bienvenido hello hallo hola letmein
   changeme default test testtest testing tester demo sample example teacher student school schule escuela learner
   learning classroom class lesson teachers students football fussball futbol soccer baseball basketball hockey tennis
   iloveyou loveyou ilovesyou teamo princess prinzessin princesa sunshine sonnenschein superman batman spiderman pokemon
   starwars minecraft roblox fortnite monkey dragon shadow master killer freedom whatever trustno michael jennifer
   jessica ashley daniel charlie summer sommer verano winter invierno spring autumn monday friday january february march
   april june july august september october november december computer internet samsung google facebook instagram
   youtube tutti tuttitutti server quiz quizquiz flower cookie chocolate banana orange purple rainbow unicorn einhorn
   butterfly mustang porsche ferrari mercedes liverpool barcelona arsenal chelsea juventus bayern madrid berlin london
   paris`.split(/\s+/),
);
