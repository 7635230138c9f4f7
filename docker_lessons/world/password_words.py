"""The words of practice passwords: short, friendly, and known to beginners of English."""

_TEXT = """
acid acorn actor adobe agile album alder alert algae alien alloy almond alpha amber ample anchor
angle ankle apple april apron arbor arena armor arrow artist ash aspen atlas attic audio august
autumn avid award axis bacon badge bagel baker bamboo banana band banjo bank barn barrel basil
basin basket bath bay beach bead beam bean bear beaver bee beech beet bell belt bench berry bike
birch bird bison blend block bloom blue board boat bolt bonus book boot bottle bow bowl box
branch brass brave bread breeze brick bridge bright bronze brook broom brown brush bubble bucket
buddy bugle bunny butter button cabin cable cactus cake calm camel camp canal candle canoe
canvas cape card cargo carol carpet carrot cart castle cat cave cedar cello chain chair chalk
charm chart cheese cherry chess chest chili chime chip chorus cider cinema circle citrus city
clam clay clean clever cliff clock cloud clover coach coast coat cobalt cocoa coin comet copper
coral cork corn cosmos cotton cove cow crab craft crane crater cream creek crisp crow crown cube
cup curry curve cycle daisy dance dawn deer delta denim desert desk dew dial diary dingo disc
dock dome donkey door dove dragon drawer dream drift drum duck dune dusk dust eager eagle early
earth east easy echo eel egg elbow elder elk elm ember engine epic equal exact fable fabric
falcon fancy farm fast fawn feast fence fern ferry fiddle field fig film finch fine fir fish
flag flame flax fleet flint float floor flora flour flower flute fog foil forest fork fossil fox
frame fresh frog frost fruit gable galaxy game garden garlic gate gecko gem gentle giant ginger
glad glass glide globe glove goat gold golf good goose grain grape grass gravel green grid grove
guava guitar gull habit hail hammer hand happy harbor hare harp hat hawk hazel heart heat hedge
helmet hen herb heron hill hinge hippo hive holly honest honey hood hoof hook horn horse hotel
house hull humble husky ice icon igloo inch indigo ink inlet iris iron island ivory ivy jacket
jaguar jam jar jazz jelly jewel jolly judge juice july jump june jungle jury kale kayak keen
kelp kettle key kind king kite kitten kiwi knee knot koala label lace ladder lagoon lake lamb
lamp lane lark laser laurel lava lawn leaf leap lemon lens level lever light lilac lily lime
linen lion lizard llama loft logic loop lotus lucky lunar lute lynx magnet mango manor maple
marble march mare margin market maroon mast meadow medal mellow melody melon menu merry metal
mild milk mill mimosa mint mirror mist moat mocha modern mole moon moose moss moth motor mouse
mule muse music mussel narrow navy neat nectar needle nest newt nice night noble noon north note
novel nutmeg oak oasis oat ocean ochre odd olive onion onyx opal open opera orange orbit orchid
otter oval oven owl oxen oyster paddle page paint palace palm panda panel paper park parrot
pasta patch path peach peak pear pearl pebble pecan pedal pencil penny pepper petal piano picnic
pigeon pillow pilot pine pink pixel planet plank plate plaza plum pocket poem polar pole pond
pony poppy porch port potato pretty prism proud puffin pulse puma puppy purple puzzle quail
quartz queen quest quick quiet quill quilt quince rabbit radar radio raft rain ranch rapid raven
razor reed reef rhyme ribbon rice ridge ring ripe river road robin robot rock rocket roof room
root rope rose round royal ruby rug rumba rustic rye saddle safe sage sail salad salmon salt
sand satin sauce scarf scene school scout sea seal season seed shade shark sheep shelf shell
ship shirt shoe shore shrub silk silver simple sketch sky slate sled sleet slope sloth smile
smooth snail snow soap sock sofa soft solar solid sonata song sonic soup south spark spice
spider spoon spring spruce square squid stable stage stamp star steam steel stem stone stool
stork storm story stove straw stream street sugar summer sun sunny surf swan sweet swift table
tango tape tea teal teapot tempo tent theme thorn thread ticket tide tiger tile timber toast
tomato topaz torch tower trail train tram tray tree trout truck trunk tuba tulip tuna tundra
tunnel turtle twig uncle unit urban useful valley vapor vase velvet verb verse vest villa vine
viola violet visit vital vivid vowel voyage waffle wagon walnut walrus warm water wave wax whale
wheat wheel white wide willow wind window wing winter wise wolf wonder wood wool word wren yacht
yam yard yarn year yellow yeti yoga young zebra zenith zero zinc zone
"""

WORDS = tuple(_TEXT.split())
