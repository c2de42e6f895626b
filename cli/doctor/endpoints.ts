import { modelsOffered } from '../../config/models-offered.ts';
import { endpointsToAsk, type ConfigToLookAt } from '../host/config-to-look-at.ts';
import { endpointProblems, rolesOf } from './endpoint-problems.ts';
import { fault, fine, note, type Finding } from './finding.ts';

const mostNamed = 5;

/** Each endpoint of a config with the models that its roles ask there: URL, key, model and fields are tried. */
export async function lookAtEndpoints(looked: ConfigToLookAt): Promise<Finding[]> {
  const { config, source } = looked;
  const problems = await endpointProblems(config, endpointsToAsk(looked));
  const roles = rolesOf(config);
  const found = Object.entries(config.endpoints).map(([name, { urls }]): Finding => {
    const models = [
      ...new Set(roles.filter(([, role]) => role.endpoint === name).map(([, role]) => role.model)),
    ];
    if (name === 'default' && source === 'stand-in') return standInFinding;
    const bad = problems.filter((problem) => problem.startsWith(`${name} (`));
    return bad.length > 0
      ? fault(
          'endpoint',
          `${name}: ${bad.length === 1 ? 'a problem' : `${bad.length} problems`}`,
          bad.join(' '),
        )
      : fine('endpoint', `${name}: ${urls.join(', ')} serves ${models.join(', ') || 'no role'}`);
  });
  return found;
}

/** The endpoint that the environment names, where no config is looked at. */
export async function lookAtEnvironment(env: NodeJS.ProcessEnv): Promise<Finding> {
  const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key, OPENAI_MODEL: model } = env;
  if (!url && !key) return standInFinding;
  const base = url || 'https://api.openai.com/v1';
  const models = await modelsOffered(base, key);
  if (models === undefined)
    return fault('endpoint', `${base} does not list its models`, 'check OPENAI_BASE_URL and OPENAI_API_KEY');
  if (model && !models.includes(model))
    return fault(
      'endpoint',
      `${base} has no model ${model}`,
      `it offers ${models.slice(0, mostNamed).join(', ')}`,
    );
  return fine('endpoint', `${base} serves ${model || models.slice(0, mostNamed).join(', ')}`);
}

const standInFinding = note(
  'endpoint',
  'none is named: the rule-based stand-in answers, not a language model',
  'set OPENAI_BASE_URL (and OPENAI_API_KEY, OPENAI_MODEL), or name one in the config',
);
