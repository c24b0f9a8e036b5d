/**
 * Words for generated names. An adjective praises, or is at least a nice thing to be called; an animal is one that
 * nobody is teased with (no pigs, no snakes, no monkeys, nothing known for its weight or its slowness), also not in
 * slang. Spanish adjectives have one form for both genders, so that every pair agrees.
 */
export interface NameWords {
  adjectives: readonly string[];
  animals: readonly string[];
  order: 'adjective first' | 'animal first';
}

const words = (list: string) => list.trim().split(/\s+/);

const english: NameWords = {
  order: 'adjective first',
  adjectives: words(`
    Brave Bright Bold Calm Caring Cheerful Clever Cosmic Creative Curious Daring Dazzling Dreamy Eager Earnest
    Fair Fearless Festive Friendly Gallant Gentle Glad Gleaming Glowing Golden Graceful Grand Happy Helpful Heroic
    Honest Hopeful Inventive Jolly Joyful Keen Kind Lively Loyal Lucky Magic Merry Mighty Musical Nimble Noble
    Patient Peaceful Playful Polite Proud Quick Radiant Shining Silver Smiling Sparkling Speedy Splendid Starry
    Steady Sunny Super Swift Thoughtful Tidy Trusty Upbeat Warm Wise Witty Wondrous Zesty`),
  animals: words(`
    Albatross Alpaca Antelope Axolotl Badger Bear Bison Bumblebee Butterfly Chamois Cheetah Chipmunk Cricket Crane
    Deer Dolphin Dormouse Dragonfly Eagle Egret Falcon Finch Firefly Flamingo Fox Gazelle Gecko Hare Hawk Hedgehog
    Heron Hummingbird Ibex Ibis Iguana Jaguar Kestrel Kingfisher Kiwi Koala Ladybird Lark Lemur Leopard Lion Llama
    Lynx Macaw Meerkat Mongoose Nightingale Ocelot Octopus Osprey Otter Owl Panda Panther Parrot Penguin Pony Puffin
    Puma Quokka Rabbit Raven Robin Salamander Seahorse Sparrow Squirrel Starfish Stork Swan Tiger Toucan Turtle
    Wallaby Wolf Wombat Wren Zebra`),
};

const spanish: NameWords = {
  order: 'animal first',
  adjectives: words(`
    Admirable Adorable Afable Ágil Agradable Alegre Amable Apacible Audaz Brillante Capaz Celeste Cordial
    Dulce Ejemplar Elegante Estelar Excelente Feliz Fenomenal Fiel Flexible Formidable Fuerte Genial Gentil
    Hábil Ideal Imparable Increíble Jovial Juvenil Leal Libre Memorable Noble Notable Original Paciente Polar
    Prudente Puntual Radiante Reluciente Responsable Sagaz Sensible Servicial Singular Sociable Solar Sonriente
    Tenaz Triunfante Valiente Veloz Versátil Vibrante Vivaz`),
  animals: words(`
    Abeja Águila Ajolote Albatros Alce Alondra Alpaca Antílope Ardilla Armadillo Azulejo Bisonte Búho Caballo
    Camaleón Canario Canguro Capibara Caracol Caribú Castor Cebra Chinchilla Ciervo Cigüeña Cisne Colibrí Cóndor
    Corzo Cuervo Delfín Erizo Escarabajo Estornino Flamenco Gacela Gamo Garza Gaviota Geco Golondrina Gorrión Grillo
    Grulla Guacamayo Guepardo Halcón Iguana Jaguar Jilguero Koala León Leopardo Libélula Liebre Lince Llama Lobo Loro
    Luciérnaga Mapache Mirlo Nutria Ocelote Oso Panda Pantera Pelícano Petirrojo Pingüino Pinzón Poni Puma Quetzal
    Rana Reno Ruiseñor Salamandra Suricata Tejón Tigre Tortuga Tritón Tucán Turpial Vencejo Vicuña Zorro`),
};

export const nameWords: Record<string, NameWords> = { en: english, es: spanish };
