/// Addresses as they are really written, all kinds of the trade; people and firms are invented.
///
/// None may be refused.
enum GoodAddresses {
  static let states = """
    Ann Ray||12 Dexter Ave||Montgomery|AL|36104
    Ann Ray||401 Willow St|Apt 3|Juneau|AK|99801
    Ann Ray||PO Box 1147||Pago Pago|AS|96799
    Ann Ray||2201 N Central Ave|Unit 4B|Phoenix|AZ|85004
    Ann Ray||77 Cantrell Rd||Little Rock|AR|72201
    Ann Ray||482 Larkspur Ave||Sacramento|CA|95814
    Ann Ray||1560 Sherman St||Denver|CO|80203
    Ann Ray||9 Elm St||Hartford|CT|06103
    Ann Ray||25 Legislative Ave||Dover|DE|19901
    Ann Ray||1600 K St NW|Ste 200|Washington|DC|20006
    Ann Ray||PO Box 12||Kolonia|FM|96941
    Ann Ray||400 S Monroe St||Tallahassee|FL|32399
    Ann Ray||206 Peachtree St SW||Atlanta|GA|30334
    Ann Ray||130 Chalan Santo Papa||Hagatna|GU|96910
    Ann Ray||415 S Beretania St||Honolulu|HI|96813
    Ann Ray||700 W Jefferson St||Boise|ID|83720
    Ann Ray||401 S 2nd St||Springfield|IL|62701
    Ann Ray||200 W Washington St||Indianapolis|IN|46204
    Ann Ray||1007 E Grand Ave||Des Moines|IA|50319
    Ann Ray||300 SW 10th Ave||Topeka|KS|66612
    Ann Ray||700 Capital Ave||Frankfort|KY|40601
    Ann Ray||900 N 3rd St||Baton Rouge|LA|70802
    Ann Ray||210 State St||Augusta|ME|04330
    Ann Ray||PO Box 100||Majuro|MH|96960
    Ann Ray||100 State Cir||Annapolis|MD|21401
    Ann Ray||24 Beacon St||Boston|MA|02133
    Ann Ray||100 N Capitol Ave||Lansing|MI|48933
    Ann Ray||75 Rev Dr Martin Luther King Jr Blvd||Saint Paul|MN|55155
    Ann Ray||400 High St||Jackson|MS|39201
    Ann Ray||201 W Capitol Ave||Jefferson City|MO|65101
    Ann Ray||1301 E 6th Ave||Helena|MT|59601
    Ann Ray||1445 K St||Lincoln|NE|68508
    Ann Ray||101 N Carson St||Carson City|NV|89701
    Ann Ray||107 N Main St||Concord|NH|03301
    Ann Ray||125 W State St||Trenton|NJ|08608
    Ann Ray||490 Old Santa Fe Trl||Santa Fe|NM|87501
    Ann Ray||11 Washington Ave||Albany|NY|12224
    Ann Ray||1 E Edenton St||Raleigh|NC|27601
    Ann Ray||600 E Boulevard Ave||Bismarck|ND|58505
    Ann Ray||PO Box 500137||Saipan|MP|96950
    Ann Ray||1 Capitol Sq||Columbus|OH|43215
    Ann Ray||2300 N Lincoln Blvd||Oklahoma City|OK|73105
    Ann Ray||900 Court St NE||Salem|OR|97301
    Ann Ray||PO Box 6051||Koror|PW|96940
    Ann Ray||501 N 3rd St||Harrisburg|PA|17120
    Ann Ray||151 Calle Fortaleza||San Juan|PR|00901
    Ann Ray||82 Smith St||Providence|RI|02903
    Ann Ray||1100 Gervais St||Columbia|SC|29201
    Ann Ray||500 E Capitol Ave||Pierre|SD|57501
    Ann Ray||600 Dr MLK Jr Blvd||Nashville|TN|37243
    Ann Ray||1100 Congress Ave||Austin|TX|78701
    Ann Ray||350 N State St||Salt Lake City|UT|84114
    Ann Ray||115 State St||Montpelier|VT|05633
    Ann Ray||1105 King St||Christiansted|VI|00820
    Ann Ray||1000 Bank St||Richmond|VA|23218
    Ann Ray||416 Sid Snyder Ave SW||Olympia|WA|98504
    Ann Ray||1900 Kanawha Blvd E||Charleston|WV|25305
    Ann Ray||2 E Main St||Madison|WI|53703
    Ann Ray||200 W 24th St||Cheyenne|WY|82001
    Sgt Lee Moss||UNIT 2050 BOX 4190||APO|AP|96278
    Sgt Lee Moss||CMR 415 BOX 100||APO|AE|09114
    Sgt Lee Moss||PSC 802 BOX 74||APO|AE|09499-0074
    Sgt Lee Moss||UNIT 100100 BOX 4120||FPO|AP|96691
    Sgt Lee Moss||UNIT 9900 BOX 500||DPO|AE|09701
    Sgt Lee Moss||UNIT 3050 BOX 12||APO|AA|34022
    """.split(separator: "\n").map(String.init)

  static let kinds = """
    Ann Ray||PO BOX 123||Fresno|CA|93701
    Ann Ray||P.O. Box 77-A||Fresno|CA|93701
    Ann Ray||Post Office Box 9||Fresno|CA|93701
    Ann Ray||PO Drawer B||Fresno|CA|93701
    Ann Ray||RR 2 BOX 152||Ames|IA|50010
    Ann Ray||HC 68 BOX 23A||Ely|NV|89301
    Ann Ray||HC-1 Box 5||Ely|NV|89301
    Ann Ray||GENERAL DELIVERY||Tampa|FL|33602-9999
    Ann Ray||General Delivery||Nome|AK|99762
    Ann Ray||100 Main St PMB 240||Reno|NV|89501
    Ann Ray||100 Main St|PMB 240|Reno|NV|89501
    Ann Ray||C/O Bo Hill|100 Main St|Reno|NV|89501
    Ann Ray||100 Main St|c/o Bo Hill|Reno|NV|89501
    Ann Ray|Ray & Daughters, LLP|100 Main St|ATTN: Legal Dept|Reno|NV|89501
    Ann Ray||URB LAS GLADIOLAS|150 CALLE A|San Juan|PR|00926
    Ann Ray||1234 CALLE AURORA||Mayaguez|PR|00680-1233
    Ann Ray||COND ASHFORD PALACE APT 11A||San Juan|PR|00907
    Ann Ray||BO ISLOTE BUZON 22||Arecibo|PR|00612
    Ann Ray||842 E 1700 S||Salt Lake City|UT|84105
    Ann Ray||1432 W 13400 S Apt 7||Riverton|UT|84065
    Ann Ray||88-20 Queens Blvd||Elmhurst|NY|11373
    Ann Ray||112-10 1/2 Jamaica Ave||Richmond Hill|NY|11418
    Ann Ray||123 1/2 Oak St||Dayton|OH|45402
    Ann Ray||39.2 Rd||Palisade|CO|81526
    Ann Ray||N6W23001 Bluemound Rd||Waukesha|WI|53188
    Ann Ray||W250N4567 Hickory Dr||Pewaukee|WI|53072
    Ann Ray||One Liberty Plaza||New York|NY|10006
    Ann Ray||Empire State Building||New York|NY|10118
    Ann Ray||Empire State Building|350 5th Ave|New York|NY|10118
    Ann Ray||Rockefeller Center||New York|NY|10111
    Ann Ray||Pier 39||San Francisco|CA|94133
    Ann Ray||Unit 7|12 Oak St|Salem|OR|97301
    Ann Ray||12 Apt Ln||Salem|OR|97301
    Ann Ray||Unit 7||APO|AE|09100
    Ann Ray||2nd Floor|18 Beekman St|New York|NY|10038
    Ann Ray||18 Beekman St Fl 2||New York|NY|10038
    Ann Ray||18 Beekman St 5th Floor||New York|NY|10038
    Ann Ray||18 Beekman St|Rear|New York|NY|10038
    Ann Ray||18 Beekman St|# 5|New York|NY|10038
    Ann Ray||18 Beekman St|#5|New York|NY|10038
    Ann Ray||18 Beekman St|Apt|New York|NY|10038
    Ann Ray||18 Beekman St Apt|5C|New York|NY|10038
    Ann Ray||18 Beekman St|Penthouse|New York|NY|10038
    Ann Ray||18 Beekman St|Bsmt|New York|NY|10038
    Ann Ray||1 Avenue of the Americas|Lbby|New York|NY|10013
    |First Prairie Bank, N.A.|500 Nicollet Mall||Minneapolis|MN|55402
    |CT Registered Agents Inc.|818 W 7th St|Ste 930|Los Angeles|CA|90017
    |7-Eleven Store 24417|3200 Hackberry Rd||Irving|TX|75063
    The Estate of Ruth O'Brien||17 Bay St||Brooklyn|NY|11231
    Ruth O’Brien||17 Bay St||Brooklyn|NY|11231
    José Nuñez||17 Bay St||Cañon City|CO|81212
    Zoë Åström-Müller||17 Bay St||Brooklyn|NY|11231
    François Lefèvre||17 Bay St||Brooklyn|NY|11231
    Łukasz Wiśniewski||17 Bay St||Chicago|IL|60614
    Nguyễn Văn An||17 Bay St||Westminster|CA|92683
    “Buddy” Vance||17 Bay St||Brooklyn|NY|11231
    Dr. Ann Ray, M.D., Ph.D.||17 Bay St||Brooklyn|NY|11231
    John Doe 1-10||17 Bay St||Brooklyn|NY|11231
    A||1 A St||Y|CA|94105
    Ann Null||1 A St||Why|AZ|85321
    Ann Ray & Bo Hill||1 A St||Ninety Six|SC|29666
    Wilmington Harbor Trust NA, as Trustee for Certificateholders Series 2006-OA1 Pass-Through||9 A St||Wilmington|DE|19801
    Ann Ray||1 A St||Mexico|MO|65265
    Ann Ray||1 A St||Mexico|ME|04257
    Ann Ray||1 A St||Canada|KY|41519
    Ann Ray||1 A St||Germany|PA|17356
    Ann Ray||1 A St||England|AR|72046
    Ann Ray||1 A St||Jamaica|NY|11432
    Ann Ray||1 A St||Peru|IN|46970
    Ann Ray||1 A St||Cuba|MO|65453
    Ann Ray||1 A St||Poland|OH|44514
    Ann Ray||1 A St||Wales|AK|99783
    Ann Ray||1 A St||Ty Ty|GA|31795
    Ann Ray||1 A St||Kansas City|MO|64106
    Ann Ray||1 A St||Kansas City|KS|66101
    Ann Ray||1 A St||Texarkana|AR|71854
    Ann Ray||1 A St||Fishers Island|NY|06390
    Ann Ray||1 A St||Fort Campbell|KY|42223
    Ann Ray||1 A St||Fort Campbell|TN|42223
    Ann Ray||1 A St||Kaskaskia|IL|63673
    Ann Ray||1 A St||New Pine Creek|CA|97635
    Ann Ray||1 A St||Texhoma|TX|73949
    Ann Ray||1 A St||Texhoma|OK|73949
    Ann Ray||1 A St||Alpine|WY|83128
    Ann Ray||1 A St||Freedom|WY|83120
    Ann Ray||1 A St||Winchester-on-the-Severn|MD|21401
    Ann Ray||1 A St||Coeur d'Alene|ID|83814
    Ann Ray||1 A St||St. Mary's|GA|31558
    Ann Ray||1 A St||Holtsville|NY|00501
    Ann Ray||1 A St||El Paso|TX|88510
    Ann Ray||1 A St||Andover|MA|05501
    Ann Ray||1 A St||Austin|TX|73301
    Ann Ray||1 A St||Merrifield|VA|22116-9999
    Ann Ray||1 A St||Dededo|GU|96929
    Ann Ray||1 A St||Yap|FM|96943
    Ann Ray||1 A St||St Thomas|VI|00802
    Sgt Lee Moss||USS NIMITZ (CVN-68)||FPO|AP|96620
    Sgt Lee Moss||UNIT 45013 BOX 2666||APO|AE|96338
    Sgt Lee Moss||Bldg 12, Camp Humphreys||APO|AP|96271
    Sgt Lee Moss||CMR 415 BOX 100||APO|NY|09114
    Ann Ray||State Route 9 Mile Marker 14||Alpine|TX|79830
    Ann Ray||County Road 14||Bayfield|CO|81122
    Ann Ray||Hwy 80 & FM 1187||Aledo|TX|76008
    Ann Ray||Highway Contract 4||Aledo|TX|76008
    Ann Ray||Mile 3 Steese||Fairbanks|AK|99712
    Ann Ray||1 Infinite Loop, MS 1-AA||Cupertino|CA|95014
    Ann Ray||½ Cherry Ln||Dover|DE|19901
    Ann Ray||5 – 7 Cherry Ln||Dover|DE|19901
    Ann Ray||Inmate 0123456, 1 Prison Rd||Dover|DE|19901
    Ann Ray||NY Presbyterian, 525 E 68th St|Rm F-100|New York|NY|10065
    """.split(separator: "\n").map(String.init)

  static let all = states + kinds
}
