type Requests = readonly [string, ...string[]];

/** What users ask in languages that the stand-in writes some sentences of; it knows no language in truth. */
const REQUESTS: Readonly<Record<string, Requests>> = {
  Spanish: [
    '¿Cuáles son las ventajas de aprender a cocinar en casa y por dónde debería empezar?',
    'Escribe un poema corto sobre el mar y la luna, con rimas sencillas.',
    '¿Me puedes explicar cómo funciona una bicicleta eléctrica?',
    'Necesito ideas para un viaje de tres días por el sur de España con niños pequeños.',
  ],
  French: [
    'Quels sont les avantages du vélo en ville et comment bien choisir le sien ?',
    'Écris une courte lettre pour remercier une voisine de son aide.',
    'Peux-tu m’expliquer pourquoi le ciel est bleu pendant la journée ?',
    'Propose-moi trois recettes simples avec des pommes de terre et des œufs.',
  ],
  German: [
    'Welche Vorteile hat es, im Garten eigenes Gemüse anzubauen, und womit fange ich an?',
    'Schreibe eine kurze Geschichte über einen Leuchtturmwärter und seine Katze.',
    'Kannst du mir erklären, wie ein Kühlschrank funktioniert?',
    'Ich brauche einen Plan, um in drei Monaten zehn Kilometer laufen zu können.',
  ],
  Chinese: [
    '请解释一下为什么海水是咸的，并举一个生活中的例子。',
    '帮我写一封感谢信，感谢老师这一年来的帮助。',
    '学习编程有哪些好的方法？我每天只有一个小时的时间。',
    '请为三口之家推荐一个周末的旅行计划，要考虑天气的变化。',
  ],
  Hindi: [
    'घर पर सब्जियाँ उगाने के क्या फायदे हैं और मुझे कहाँ से शुरू करना चाहिए?',
    'बारिश के मौसम पर एक छोटी कविता लिखिए।',
    'क्या आप मुझे समझा सकते हैं कि बिजली कैसे बनती है?',
    'मुझे तीन दिन की यात्रा की योजना बनाने में मदद चाहिए।',
  ],
};

/** The requests of the language that a system prompt names; undefined where it names none of these. */
export function requestsIn(system: string): Requests | undefined {
  const name = Object.keys(REQUESTS).find((each) =>
    new RegExp(`\\b(?:write|speak|answer)s?\\b[^.]*\\b${each}\\b`).test(system),
  );
  return name === undefined ? undefined : REQUESTS[name];
}
