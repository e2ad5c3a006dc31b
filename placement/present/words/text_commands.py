"""The command line in words: help, and what is said when a request cannot be understood."""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, str]] = {
    "help.placement": (
        "Beslutningsstøtte: hvor skal en region tilbyde sine hospitalsfunktioner?",
        "Decision support: where should a health region offer its hospital functions?",
    ),
    "help.init": (
        "Skriv et lille kommenteret scenarie i MAPPE, som kan løses.",
        "Write a small commented scenario in DIR that solves.",
    ),
    "help.schema": ("JSON Schema for scenariet, til editorer.", "JSON Schema of the scenario, for editors."),
    "help.check": (
        "Find alle fejl i scenariet på én gang; vis, hvad det hviler på.",
        "Find every fault in the scenario at once; show what it rests on.",
    ),
    "help.solve": (
        "Beregn et forslag, dets første skridt, hvad der var tæt på, og hvad det hviler på.",
        "Calculate a proposal, its first steps, what came close and what it rests on.",
    ),
    "help.explain": (
        "Hvorfor FUNKTION er, eller ikke er, på STED, og hvad det koster at insistere på det modsatte.",
        "Why FUNCTION is, or is not, at SITE, and what it costs to insist on the contrary.",
    ),
    "help.serve": (
        "Styregruppens arbejdsbord i browseren: skyd, lås, fastgør, sammenlign, gem.",
        "The steering group's workbench in the browser: slide, fix, pin, compare, save.",
    ),
    "help.verify": (
        "Efterregn en resultatmappe mod dens scenarie, uden solveren.",
        "Audit a result folder against its scenario, without the solver.",
    ),
    "help.export": (
        "Skriv modellen som LP eller MPS, til andre solvere.",
        "Write the model as LP or MPS, for other solvers.",
    ),
    "help.completion": (
        "Skriv de linjer, der lærer en skal (bash, zsh eller fish) at gøre kommandoer færdige.",
        "Print the lines that teach a shell (bash, zsh or fish) to complete commands.",
    ),
    "option.help": ("Vis denne hjælp.", "Show this help."),
    "option.version": ("Vis versionen.", "Show the version."),
    "option.variant": (
        "Hvad nu hvis: a+b sammen, a,b ved siden af hinanden.",
        "What if: a+b combined, a,b side by side.",
    ),
    "option.overrides": (
        "Skift en værdi: sti=værdi. Kan gentages.",
        "Change a value: path=value. Repeatable.",
    ),
    "option.weights": (
        "Alle tre vægte, som citizen=1,quality=1,economy=1 (decimaler med punktum).",
        "All three weights, such as citizen=1,quality=1,economy=1.",
    ),
    "option.method": (
        "Hvordan hensynene afvejes: balanced, weighted, lexicographic, epsilon, monetised.",
        "How the aims are traded off: balanced, weighted, lexicographic, epsilon, monetised.",
    ),
    "option.gap": (
        "Så tæt på bevist bedst, at det er godt nok.",
        "So close to proven best that it is good enough.",
    ),
    "option.time_limit": ("Stop efter så mange sekunder.", "Stop after so many seconds."),
    "option.threads": ("Tråde, solveren bruger.", "Threads the solver uses."),
    "option.workers": (
        "Så mange beregninger ad gangen på denne maskine; uden valg én pr. processor.",
        "So many calculations at a time on this machine; one per processor where nothing is said.",
    ),
    "option.cluster": (
        "Beregn på en Dask-klynge, der kører: adressen på dens scheduler, som tcp://10.0.0.5:8786.",
        "Calculate on a Dask cluster that is running: the address of its scheduler, such as tcp://10.0.0.5:8786.",
    ),
    "option.seed": (
        "Frø til tilfældigheden, i solveren og i stikprøver.",
        "Seed of randomness, in the solver and in samples.",
    ),
    "option.formulation": (
        "Den matematiske formulering: auto, configuration, assignment.",
        "The mathematical formulation: auto, configuration, assignment.",
    ),
    "option.alternatives": (
        "Find andre planer, der er lige så gode, højst fem.",
        "Find other plans that are as good, at most five.",
    ),
    "option.confirm": (
        "Lad en anden solver bekræfte forslaget; siger de hver sit, er slutstatus 8.",
        "Let another solver confirm the proposal; where they disagree the status is 8.",
    ),
    "option.confirm_with": (
        "Bekræft med denne: scip, cbc, highs eller en anden, PuLP kender.",
        "Confirm with this one: scip, cbc, highs or another that PuLP knows.",
    ),
    "option.solver": ("highs, cbc eller en anden, PuLP kender.", "highs, cbc or another that PuLP knows."),
    "option.out": ("Mappe, resultatet skrives i.", "Folder the result is written to."),
    "option.out_file": ("Fil, skemaet skrives i.", "File the schema is written to."),
    "option.as_json": ("Ét JSON-dokument i stedet for tekst.", "One JSON document instead of text."),
    "option.lang": ("Sprog: da eller en.", "Language: da or en."),
    "option.csv": ("CSV til dansk Excel, eller standard.", "CSV for Danish Excel, or standard."),
    "option.suppress_below": (
        "Skjul besøgstal under dette i tabeller over områder.",
        "Hide visit counts below this in tables of areas.",
    ),
    "option.every": ("Vis alt, også det, der ikke ændrer sig.", "Show everything, unchanged things too."),
    "option.profiles": ("Beregn også, hvad hver profil ville foreslå.", "Also solve what each profile would propose."),
    "option.host": (
        "Adresse, der lyttes på; kun denne maskine, hvis intet siges.",
        "Address to listen on; this machine only, unless something is said.",
    ),
    "option.port": ("Port, der lyttes på; 0 tager en ledig.", "Port to listen on; 0 takes a free one."),
    "option.allow_host": (
        "Navn, andre må spørge under. Kan gentages.",
        "A name others may ask for it by. Repeatable.",
    ),
    "option.desks": (
        "Processer, der regner på hvad-nu-hvis samtidig.",
        "Processes that calculate what-ifs at the same time.",
    ),
    "option.ballot": (
        "Stemmer først: intet kort vises, før alle har vægtet.",
        "Ballots first: no map is shown before all have weighed.",
    ),
    "option.notes": (
        "Mappe til log og stemmer; ellers scenariets egen.",
        "Folder of log and ballots; the scenario's own otherwise.",
    ),
    "option.quiet": ("Vis ikke, hvor langt beregningen er.", "Do not show progress."),
    "option.debug": ("Vis, hvor i programmet en fejl opstod.", "Show where in the program an error arose."),
    # ---- panels
    "panel.commands": ("Kommandoer", "Commands"),
    "panel.options": ("Valg", "Options"),
    "panel.arguments": ("Argumenter", "Arguments"),
    "help.default": ("(standard: {value})", "(default: {value})"),
    "help.usage": ("Brug:", "Usage:"),
    # ---- what stands for a value
    "metavar.options": ("[VALG]", "[OPTIONS]"),
    "metavar.subcommand": ("KOMMANDO [ARGUMENTER]...", "COMMAND [ARGS]..."),
    "metavar.NUMBER": ("TAL", "NUMBER"),
    "metavar.INTEGER": ("HELTAL", "INTEGER"),
    "metavar.ADDRESS": ("ADRESSE", "ADDRESS"),
    "metavar.BALLOTS": ("STEMMER", "BALLOTS"),
    "metavar.DIR": ("MAPPE", "DIR"),
    "metavar.SCENARIO": ("SCENARIE", "SCENARIO"),
    "metavar.FILE": ("FIL", "FILE"),
    "metavar.METHOD": ("METODE", "METHOD"),
    "metavar.N": ("N", "N"),
    "metavar.NAME": ("NAVN", "NAME"),
    "metavar.NAMES": ("NAVNE", "NAMES"),
    "metavar.NEW": ("NY", "NEW"),
    "metavar.OLD": ("GAMMEL", "OLD"),
    "metavar.PATH": ("STI", "PATH"),
    "metavar.VALUE": ("VÆRDI", "VALUE"),
    "metavar.SECONDS": ("SEKUNDER", "SECONDS"),
    "metavar.SHARE": ("ANDEL", "SHARE"),
    "metavar.WEIGHTS": ("VÆGTE", "WEIGHTS"),
    "metavar.FUNCTION": ("FUNKTION", "FUNCTION"),
    "metavar.SITE": ("STED", "SITE"),
    # ---- usage
    "usage.no_web": (
        "arbejdsbordet mangler {missing}; i din kopi af programmet: pip install '.[web]'",
        "the workbench lacks {missing}; in your copy of the program: pip install '.[web]'",
    ),
    "serve.address": ("Arbejdsbordet er på {link}", "The workbench is at {link}"),
    "serve.open": (
        "Alle, der kan nå denne maskine, kan se og ændre. Der er ingen adgangskode.",
        "Everybody who can reach this machine can see and change. There is no password.",
    ),
    "serve.stop": ("Ctrl-C slutter.", "Ctrl-C ends it."),
    "usage.hint": ("Hjælp: {command} --help", "Help: {command} --help"),
    "usage.no_option": ("Der er intet valg, der hedder {name}.", "There is no option {name}."),
    "usage.no_command": (
        "Der er ingen kommando, der hedder '{name}'. Kommandoer: {known}.",
        "There is no command '{name}'. Commands: {known}.",
    ),
    "usage.no_command_named": ("Kommandoen mangler.", "The command is missing."),
    "usage.suggestion": ("Mente du {words}?", "Did you mean {words}?"),
    "usage.missing": ("{name} mangler.", "{name} is missing."),
    "usage.needs_value": ("{name} skal have en værdi.", "{name} needs a value."),
    "usage.takes_none": ("{name} tager ingen værdi.", "{name} takes no value."),
    "usage.extra": ("Der er noget for meget: {seen}.", "There is something too much: {seen}."),
    "usage.bad_value": ("{name}: {why}", "{name}: {why}"),
    "usage.choice": (
        "'{seen}' er ikke blandt mulighederne: {known}.",
        "'{seen}' is not one of: {known}.",
    ),
    "usage.number": ("'{seen}' er ikke et tal.", "'{seen}' is not a number."),
    "usage.whole": ("'{seen}' er ikke et helt tal.", "'{seen}' is not a whole number."),
    "usage.outside": ("{seen} er uden for det tilladte: {allowed}.", "{seen} is outside what is allowed: {allowed}."),
    "usage.no_path": ("'{seen}' findes ikke.", "'{seen}' does not exist."),
    "usage.no_profiles": (
        "Scenariet har ingen profiler; skriv dem under profiles.",
        "The scenario has no profiles; write them under profiles.",
    ),
    "usage.profiles_method": (
        "Profiler er vægte, og metoden {method} bruger ingen; brug {known}.",
        "Profiles are weights, and the method {method} uses none; use {known}.",
    ),
    "usage.weights": (
        "'{seen}' er ikke vægte; skriv dem som citizen=1,quality=1,economy=1.",
        "'{seen}' are no weights; write them as citizen=1,quality=1,economy=1.",
    ),
    "usage.weights_comma": (
        "'{seen}' har et decimalkomma; kommaet skiller vægtene ad. Skriv et punktum, som citizen=0.5,quality=1.",
        "'{seen}' has a decimal comma; the comma separates the weights. Write a point, as in citizen=0.5,quality=1.",
    ),
    "usage.weights_name": (
        "'{seen}' er ikke et hensyn; de hedder citizen, quality og economy.",
        "'{seen}' is not an aim; they are citizen, quality and economy.",
    ),
    "usage.weights_lacking": (
        "--weights siger intet om {names}; skriv alle tre, som {example} (0, hvor et mål ikke skal tælle).",
        "--weights says nothing of {names}; write all three, as in {example} (0 where an aim is not to count).",
    ),
    "usage.weights_size": (
        "vægten {seen} er for stor eller for nær 0; det er forholdet mellem vægtene, der tæller.",
        "the weight {seen} is too large, or too near 0; what counts is how the weights relate.",
    ),
    "usage.weights_twice": ("'{seen}' står der to gange.", "'{seen}' stands there twice."),
    "usage.weights_zero": (
        "alle vægte er 0; mindst én skal være over 0.",
        "all weights are 0; at least one must be above 0.",
    ),
    "usage.weights_negative": (
        "{seen} er under 0; en vægt er 0 eller mere.",
        "{seen} is below 0; a weight is 0 or more.",
    ),
    "usage.json_one": (
        "--json giver ét dokument, men {names} er flere beregninger. Kør én ad gangen, eller brug --out.",
        "--json gives one document, but {names} are several calculations. Run one at a time, or use --out.",
    ),
    "usage.side_by_side": (
        "{names} er flere beregninger ved siden af hinanden; her kan der kun være én. Brug + for at lægge dem sammen.",
        "{names} are several calculations side by side; only one fits here. Use + to combine them.",
    ),
    "usage.no_function": (
        "Der er ingen funktion '{name}' i scenariet.",
        "There is no function '{name}' in the scenario.",
    ),
    "usage.no_site": ("Der er intet sted '{name}' i scenariet.", "There is no site '{name}' in the scenario."),
    "usage.known": ("Der er: {known}.", "There are: {known}."),
    "usage.no_variant": (
        "Der er ingen variant, der hedder '{name}', i scenariet.",
        "There is no variant '{name}' in the scenario.",
    ),
    "usage.variants": ("Varianter: {known}.", "Variants: {known}."),
    "usage.suffix": (
        "'{seen}' ender hverken på .lp eller .mps; filnavnet afgør formatet.",
        "'{seen}' ends in neither .lp nor .mps; the file name decides the format.",
    ),
    "usage.not_empty": (
        "{folder} er ikke tom; vælg en ny mappe, så intet bliver overskrevet.",
        "{folder} is not empty; choose a new folder, so that nothing is overwritten.",
    ),
    "usage.is_file": ("{folder} er en fil; vælg en mappe.", "{folder} is a file; choose a folder."),
    "usage.workers_or_cluster": (
        "--workers er for denne maskine og --cluster for en klynge; vælg den ene.",
        "--workers is for this machine and --cluster for a cluster; choose one of them.",
    ),
    "cluster.missing": (
        "--cluster kræver distributed, som mangler; i din kopi af programmet: pip install '.[cluster]'.",
        "--cluster needs distributed, which is missing; in your copy of the program: pip install '.[cluster]'.",
    ),
    "cluster.unreachable": (
        "Der er ingen Dask-scheduler på {address}: {why}. En adresse ser ud som tcp://10.0.0.5:8786.",
        "There is no Dask scheduler at {address}: {why}. An address looks like tcp://10.0.0.5:8786.",
    ),
    "cluster.no_worker": (
        "Klyngen på {address} har ingen workers, der svarer.",
        "The cluster at {address} has no worker that answers.",
    ),
    "cluster.unlike": (
        "Workerne på {address} ville ikke svare som dette program: {why}. Installér de samme versioner dér.",
        "The workers of {address} would not answer as this program does: {why}. Install the same versions there.",
    ),
    # ---- ends
    "error": ("Fejl:", "Error:"),
    "end.internal": (
        "Intern fejl ({kind}): {message}. Kør igen med --debug, og meld det med scenariet.",
        "Internal error ({kind}): {message}. Run again with --debug, and report it with the scenario.",
    ),
    "end.aborted": ("Afbrudt; intet er skrevet.", "Aborted; nothing is written."),
    "end.no_plan": (
        "Stoppet, før der var fundet noget forslag; intet er skrevet. Giv mere tid med --time-limit.",
        "Stopped before any proposal was found; nothing is written. Allow more time with --time-limit.",
    ),
    "end.out_of_time.reading": (
        "Tiden gik, mens scenariet blev læst; intet er skrevet. Giv mere tid med --time-limit.",
        "The time was up while the scenario was being read; nothing is written. Allow more time with --time-limit.",
    ),
    "end.out_of_time.building": (
        (
            "Tiden gik, mens modellen blev bygget ({areas} områder × {sites} steder × {functions} funktioner); "
            "intet er skrevet. Giv mere tid med --time-limit, eller saml områder."
        ),
        (
            "The time was up while the model was being built ({areas} areas × {sites} sites × {functions} functions); "
            "nothing is written. Allow more time with --time-limit, or put areas together."
        ),
    ),
    "end.infeasible": ("Ingen plan overholder alle reglerne.", "No plan keeps all the rules."),
    "end.interrupt": (
        "Stopper og beholder det bedste forslag. Ctrl-C igen afbryder helt.",
        "Stopping and keeping the best proposal. Ctrl-C again aborts.",
    ),
    "end.unwritable": ("{file} kan ikke skrives: {why}.", "{file} cannot be written: {why}."),
    "init.done": ("Skrev {files} i {folder}. Prøv:", "Wrote {files} in {folder}. Try:"),
    "export.done": ("Skrev {file}.", "Wrote {file}."),
    "export.named": ("Skrev {file} og {names}.", "Wrote {file} and {names}."),
    "solver.known_wrong": (
        "! HiGHS {installed} har kaldt planer bedst, som ikke var det. Installér highspy {least} eller nyere.",
        "! HiGHS {installed} has called plans best that were not. Install highspy {least} or newer.",
    ),
    # ---- progress
    "progress": ("{stage}: højst {gap} bedre", "{stage}: at most {gap} better"),
    "progress.bare": ("{stage} ...", "{stage} ..."),
    "progress.batch": ("{stage}: {done} af {of}", "{stage}: {done} of {of}"),
    "progress.left": (", ca. {left} tilbage", ", about {left} left"),
    "left.seconds": ("{n} s", "{n} s"),
    "left.minutes": ("{n} min.", "{n} min"),
    "left.hours": ("{n} t", "{n} h"),
    "stage.start": ("bygger modellen", "building the model"),
    "stage.building": ("bygger modellen", "building the model"),
    "stage.none": ("regner", "calculating"),
    "stage.relaxation": ("et første overslag", "a first estimate"),
    "stage.pay-off citizen": ("færrest minutter", "fewest minutes"),
    "stage.pay-off quality": ("mindst tabt faglighed", "least quality lost"),
    "stage.pay-off economy": ("lavest udgift", "lowest cost"),
    "stage.proposal": ("forslaget", "the proposal"),
    "stage.equally good plans": ("den bedste af lige gode planer", "the best of equally good plans"),
    "stage.other plans": ("andre lige gode planer", "other plans as good"),
    "stage.any plan": ("en plan, der kan lade sig gøre", "a plan that can be carried out"),
    "stage.smallest change": ("færrest ændringer", "fewest changes"),
    "stage.second opinion": ("efterprøver, at ingen plan findes", "making sure that there is no plan"),
    "stage.smallest amounts": ("mindst mulige ændringer", "the smallest changes that do"),
    "stage.study": ("undersøger forslaget", "studying the proposal"),
    "stage.insist": ("prisen for at insistere", "the price of insisting"),
    "stage.confirmation": ("en anden solver spørges", "asking another solver"),
    "stage.repairs": ("mindste ændring, der gør det muligt", "the smallest change that makes it possible"),
}
