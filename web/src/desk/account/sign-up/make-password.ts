import type { Language } from '../../../shared/i18n/i18n.ts';

const words: Record<Language, string> = {
  en: `amber apple arrow autumn badger balloon bamboo banjo beaver biscuit blossom bridge bubble button cactus candle
canyon carrot castle cherry circle cloud clover cobalt comet copper coral cricket crystal daisy dolphin dragon drum
eagle echo ember falcon feather fern fiddle forest fossil fox garden giraffe ginger glacier harbor hazel hedgehog
honey island ivory jacket jaguar jasmine jungle kettle kite koala ladder lagoon lantern lemon lilac lizard lobster
magnet mango maple marble meadow melon mitten monsoon moss muffin nectar noodle nutmeg ocean olive orbit orchid otter
paddle panda paper parrot pebble pepper pillow planet plum pocket pumpkin puzzle quartz rabbit raven ribbon river
robin rocket saddle salmon sapphire saturn shadow silver sparrow spiral summer sunset teapot thunder tiger timber
trumpet tulip tunnel turtle valley velvet violet walnut whisper willow window winter yogurt zebra`,
  es: `abeja abeto abril agua aguila aldea almendra amapola ancla arena arpa arroz avena azul ballena bambu barco bosque
botella brisa bufanda buho burbuja caballo cabra cacao camino campana canela caracol castillo cebra cereza ciervo
ciruela cisne clavel cobre cometa concha conejo coral cordero corona cristal cueva delfin dibujo diente dragon dulce
erizo escalera espejo espiga esquina estrella faro flauta flor fresa fuego gaita garza gato girasol globo gorrion
grillo guitarra hielo higo hoja hormiga iguana isla jardin jazmin jirafa koala lago lampara laurel lechuza leon lima
limon linterna llama lluvia lobo luna madera manzana mapa marzo melon menta miel molino montana morado mosaico nido
nieve nube nuez olivo olmo oso otono oveja palmera paloma panda papaya perla piano pino plaza pluma puente queso rana
rio roble rosa rueda sandia selva sirena sol sombra tambor taza tigre tiza toro tortuga trebol trigo trueno tulipan
uva valle vela verano viento violin volcan yate zorro`,
};

/** Three words and two digits, 28 bits: easy to keep in mind, and far beyond what a throttled sign-in lets anybody guess. */
export function makePassword(language: Language, pick: (below: number) => number = randomBelow): string {
  const list = words[language].split(/\s+/);
  const chosen = Array.from({ length: 3 }, () => list[pick(list.length)]);
  return [...chosen, 10 + pick(90)].join('-');
}

/** Without a leaning to small numbers. */
function randomBelow(below: number): number {
  const [value] = crypto.getRandomValues(new Uint32Array(1)) as unknown as [number];
  const even = Math.floor(2 ** 32 / below) * below;
  return value < even ? value % below : randomBelow(below);
}
